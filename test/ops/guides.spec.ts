import { describeWith } from '../needs.js';
import { GUIDES } from './guides/guide.ts';
import { HELM, render } from './helm/chart.ts';

describeWith(HELM, 'Names in the guides', () => {
  it('are those that the chart gives', () => {
    const values = { image: { repository: 'registry.example/consultantos' } };
    const objects = render({ file: 'helm/examples/production.yaml', values });
    const given = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata }) => `deploy/${metadata.name.replace(/^test-/, 'consultantos-')}`);
    const named = GUIDES.flatMap(({ text }) => text.match(/\bdeploy\/[\w-]+/g) ?? []);
    expect([...new Set(named)].sort()).toEqual(given.sort());
  });
});

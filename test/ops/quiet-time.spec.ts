import { HURRIES, QUIET_SECONDS } from './drill/quiet.ts';
import { only, patiences, unproven } from './drill/quiet-time.ts';
import { alertsOf, readRules } from './rules/rules-file.ts';

const FACTOR = 7;
const rules = readRules();
const all = patiences(rules, [FACTOR, ...HURRIES], QUIET_SECONDS);
const of = (name: string) => all.find(({ rule }) => rule.startsWith(name))!;

describe('The quiet drill', () => {
  it('lasts longer than any rule is patient', () => {
    expect(all).toHaveLength(alertsOf(rules).length);
    expect(unproven(all, FACTOR, QUIET_SECONDS)).toEqual([]);
  });

  it('watches a rule at the slowest pace at which its silence means something', () => {
    expect(of('ServiceDown')).toMatchObject({ factor: FACTOR, patience: 8.571 });
    expect(of('LowCacheHitRate')).toMatchObject({ factor: 60, patience: 15, window: 30 });
    // Three days of pieces of five minutes, which cannot be shorter than three scrapes.
    expect(of('ErrorBudgetBurningSlowly ticket slo 3d')).toMatchObject({
      factor: 8000,
      patience: 0.45,
      window: 32.4 + 3,
    });
  });

  it('fails where it does not last', () => {
    const { patience, window } = of('LowCacheHitRate');
    const named = ['LowCacheHitRate warning cache is too patient for its silence to prove anything'];
    expect(unproven([of('LowCacheHitRate')], FACTOR, patience + window)).toEqual(named);
    expect(unproven([of('LowCacheHitRate')], FACTOR, patience + window + 1)).toEqual([]);
    expect(unproven(patiences(rules, [FACTOR], QUIET_SECONDS), FACTOR, QUIET_SECONDS)).toHaveLength(5);
  });

  it('tells each pace its own rules, and what they read', () => {
    const names = all.filter(({ factor }) => factor === 60).map(({ rule }) => rule);
    const chosen = only(rules, new Set(names));
    expect(alertsOf(chosen).map(({ alert }) => alert)).toEqual(['LowCacheHitRate', 'DependencyDegraded']);
    expect(chosen.groups[0]).toEqual(rules.groups[0]);
  });
});

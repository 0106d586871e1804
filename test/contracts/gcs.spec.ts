import { GcsCalls } from '../../src/adapters/gcs/gcs-calls.js';
import { GcsClient } from '../../src/adapters/gcs/gcs-client.js';
import { GcsLinks } from '../../src/adapters/gcs/gcs-links.js';
import { GcsObjects } from '../../src/adapters/gcs/gcs-objects.js';
import { GcsReportStorage } from '../../src/adapters/gcs/gcs-report.storage.js';
import { GcsServer } from '../doubles/gcs-server.js';
import { adapterTools } from './adapter-tools.js';
import { describeReportStorage } from './report-storage.contract.js';

describeReportStorage('Google Cloud Storage', async () => {
  const server = await GcsServer.start();
  const { config, metrics, log } = adapterTools(server.env);
  const objects = new GcsObjects(new GcsClient(config));
  return {
    port: new GcsReportStorage(objects, new GcsCalls(config, metrics, log), new GcsLinks(config)),
    close: () => server.close(),
  };
});

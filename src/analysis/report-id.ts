const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reports are named by UUIDs made here: no file and no object is ever named by what somebody sent. */
export const isReportId = (text: string): boolean => UUID.test(text);

/** @throws Error where it is no UUID: a defect, since nobody outside chooses it */
export function assertReportId(id: string): void {
  if (!isReportId(id)) throw new Error('A report id must be a UUID.');
}

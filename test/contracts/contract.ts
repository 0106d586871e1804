/** What a contract suite asks of an adapter: a fresh one for each test, and a way to be rid of it. */
export interface Subject<T> {
  readonly port: T;
  close(): Promise<void>;
}

export type Make<T> = () => Promise<Subject<T>>;

/** Opens a subject before each test and closes it afterwards; the port is read when the test runs. */
export function subjectOf<T>(make: Make<T>): () => T {
  let subject: Subject<T> | undefined;
  beforeEach(async () => {
    subject = await make();
  });
  afterEach(async () => {
    await subject?.close();
  });
  return () => {
    if (!subject) throw new Error('The subject exists only while a test runs.');
    return subject.port;
  };
}

/** The command line was not understood, or names a file that cannot be used. */
export class UsageError extends Error {}

/** What the process ends with. */
export const EXIT = {
  done: 0,
  /** The service answered with an error, or the analysis failed. */
  failed: 1,
  usage: 2,
  /** No service answered at the address given. */
  unreachable: 3,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export const HELP = `consultantos analyse --company NAME [options]

Turns a company name and source documents into a report in which every claim shows its source.
Runs the engine in this process; with --url, or CONSULTANTOS_URL set, asks a running service.

  --company NAME        the company to analyse
  --industry TEXT       its industry, which chooses the questions that are asked
  --sources FILE …      texts to read: plain text or Markdown, at most 20 files of 200,000 characters
  --frameworks LIST     of porter, swot, pestel, blue_ocean, separated by commas (default: all)
  --depth WORD          quick, standard or deep
  --engine WORD         auto, gemini or extractive
  --out FILE            where the report goes; its ending names the format: .md .html .pdf .json
                        (default: Markdown on standard output)
  --url URL             a running service; its API key is read from CONSULTANTOS_API_KEY
  --timeout SECONDS     how long to wait in all (default 600)
  --json                facts about the outcome as one JSON object on standard output, errors likewise
  --quiet               no progress on standard error
  --help, --version

Exit codes: 0 done, 1 the analysis failed, 2 wrong usage, 3 no service at the URL, 130 interrupted.`;

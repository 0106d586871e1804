/**
 * A string for pdfkit's document facts. It writes each twice: into the document's dictionary as it is, and into the
 * XML of the metadata by toString() without escaping it, where `AT&T` would break the XML.
 */
export class XmlSafe extends String {
  override toString(): string {
    return this.valueOf().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }
}

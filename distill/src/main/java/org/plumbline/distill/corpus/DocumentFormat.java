package org.plumbline.distill.corpus;

import java.nio.file.Path;
import java.util.Set;

/**
 * Reads files of one kind; found by {@link java.util.ServiceLoader}.
 *
 * <p>Markdown and plain text are here; {@code plumbline-documents} brings HTML, PDF, EPUB and DOCX.
 */
public interface DocumentFormat {

  /** How names of such files end, in small letters, such as {@code .pdf}. */
  Set<String> endings();

  /**
   * Reads a file whole.
   *
   * @param encoding of its characters, where the format does not settle it; empty: what the file
   *     says or looks like
   * @param cleaned told of what is left out while reading
   * @throws org.plumbline.core.error.InvalidInputException if it is broken, locked, of another
   *     kind, without text, or larger than its bounds when unpacked
   */
  Document read(Path file, String encoding, Cleaned cleaned);
}

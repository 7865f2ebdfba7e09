package org.plumbline.distill.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;

/** The formats that are here, chosen by how names end. */
final class DocumentFormats {
  private static final List<DocumentFormat> OWN =
      List.of(new MarkdownFormat(), new PlainTextFormat());

  /** Endings that belong to {@code plumbline-documents}, so that its absence can be told. */
  private static final Set<String> DOCUMENTS =
      Set.of(".html", ".htm", ".xhtml", ".pdf", ".epub", ".docx");

  private DocumentFormats() {}

  static DocumentFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    List<DocumentFormat> formats =
        Stream.concat(
                OWN.stream(),
                ServiceLoader.load(DocumentFormat.class).stream().map(ServiceLoader.Provider::get))
            .toList();
    return formats.stream()
        .filter(format -> format.endings().stream().anyMatch(name::endsWith))
        .findFirst()
        .orElseThrow(() -> unknown(file, name, formats));
  }

  private static InvalidInputException unknown(
      Path file, String name, List<DocumentFormat> formats) {
    if (DOCUMENTS.stream().anyMatch(name::endsWith)) {
      return new InvalidInputException(
          "'%s' needs the module plumbline-documents (Apache Tika, 45 MB), which is not here: add it to the dependencies of your program, or give Markdown"
              .formatted(file));
    }
    Set<String> endings = new TreeSet<>();
    formats.forEach(format -> endings.addAll(format.endings()));
    return new InvalidInputException(
        "a book must be a file that ends in one of %s (got '%s'); rename or convert it"
            .formatted(String.join(", ", endings), file));
  }
}

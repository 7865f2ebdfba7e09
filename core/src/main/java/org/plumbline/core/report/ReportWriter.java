package org.plumbline.core.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.plumbline.core.error.FailedException;

/** Writes a report as one HTML file that needs no network, and its numbers beside it as JSON. */
public final class ReportWriter {
  /** The page is mailed: it must stay below 3 MB, of which the charting library takes one. */
  private static final int MOST_DATA_BYTES = 1_400_000;

  private ReportWriter() {}

  /**
   * Writes {@code html}, and beside it a file of the same name that ends in {@code .json} and that
   * {@link #read} understands.
   *
   * @throws FailedException if one of the two cannot be written
   */
  public static void write(Report report, Path html) {
    replace(jsonBeside(html), ReportJson.file(report));
    replace(html, html(report));
  }

  /**
   * The same of a report on trainings; nothing reads its numbers again but people's notebooks.
   *
   * @throws FailedException if one of the two cannot be written
   */
  public static void write(TrainingReport report, Path html) {
    replace(jsonBeside(html), ReportJson.file(report));
    replace(html, html(report));
  }

  /** The page itself. */
  public static String html(TrainingReport report) {
    return TrainingPage.render(report);
  }

  /** The page itself. */
  public static String html(Report report) {
    return Page.render(PageData.within(report, MOST_DATA_BYTES), report);
  }

  /**
   * Reads the numbers of a report again.
   *
   * @param htmlOrJson the page, or the file beside it
   * @throws org.plumbline.core.error.InvalidInputException if it is not there or is no report
   */
  public static Report read(Path htmlOrJson) {
    return ReportJson.read(jsonBeside(htmlOrJson));
  }

  static Path jsonBeside(Path html) {
    String name = String.valueOf(html.getFileName());
    String stem = name.replaceFirst("\\.(html?|json)$", "");
    return html.resolveSibling(stem + ".json");
  }

  /** Writes a file whole, or leaves the old one. */
  static void replace(Path file, String text) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(unfinished, text, StandardCharsets.UTF_8);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      unfinished.toFile().delete();
      throw new FailedException(
          "cannot write the report to %s: %s; choose another folder or make room"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}

package org.plumbline.distill.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.ContentHash;

/**
 * A corpus on disk: a folder for each format, {@code dropped.jsonl}, the data card {@code
 * README.md}, and {@code SHA256SUMS}, which {@code sha256sum -c} checks.
 */
public final class CorpusFolder {
  /** Pairs that are not in the corpus. */
  public static final String DROPPED = "dropped.jsonl";

  private static final String CARD = "README.md";
  private static final String CHECKSUMS = "SHA256SUMS";

  private CorpusFolder() {}

  /**
   * Complains now, and not after hours, if a format needs a module that is not here.
   *
   * @throws org.plumbline.core.error.InvalidInputException if so
   */
  public static void requireWritable(List<ExportFormat> formats, Path folder) {
    if (formats.contains(ExportFormat.PARQUET)) {
      RowFiles.create(folder.resolve(".probe.parquet")).close();
    }
  }

  /**
   * Writes it into a folder that is there.
   *
   * @return the files of the parts; an empty part has no Parquet file
   */
  public static List<Path> write(
      Path folder, Corpus corpus, List<ExportFormat> formats, CardFacts facts) {
    try {
      List<Path> files = new ArrayList<>();
      for (ExportFormat format : formats) {
        Files.createDirectories(folder.resolve(format.word()));
        for (Part part : Part.values()) {
          boolean needsRows = format == ExportFormat.PARQUET;
          if (!needsRows || !corpus.part(part).isEmpty()) {
            Path file = format.file(folder, part);
            format.write(file, corpus.part(part));
            files.add(file);
          }
        }
      }
      RecordRows.write(folder.resolve(DROPPED), corpus.dropped());
      DurableFiles.write(folder.resolve(CARD), DataCard.of(corpus, files, folder, facts));
      writeChecksums(folder, files);
      return files;
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the corpus in '%s'".formatted(folder), "Make room and go on with --resume", e);
    }
  }

  private static void writeChecksums(Path folder, List<Path> files) throws IOException {
    List<Path> all = new ArrayList<>(files);
    all.add(folder.resolve(DROPPED));
    all.add(folder.resolve(CARD));
    Map<String, String> sums = new LinkedHashMap<>();
    for (Path file : all) {
      sums.put(folder.relativize(file).toString().replace('\\', '/'), ContentHash.of(file).hex());
    }
    DurableFiles.write(
        folder.resolve(CHECKSUMS),
        sums.entrySet().stream()
            .map(sum -> sum.getValue() + "  " + sum.getKey() + "\n")
            .collect(Collectors.joining()));
  }
}

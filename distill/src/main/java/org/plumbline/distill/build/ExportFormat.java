package org.plumbline.distill.build;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.data.RowSink;

/** Forms of files that trainers read; each row has its provenance beside it. */
public enum ExportFormat {
  /** JSON Lines with {@code messages}, as {@code plumb sft} reads. */
  CHAT,
  /** JSON Lines with {@code instruction}, {@code input} and {@code output}. */
  ALPACA,
  /** JSON Lines with {@code conversations}. */
  SHAREGPT,
  /**
   * Parquet with {@code prompt} and {@code completion}, and a column for each part of provenance.
   */
  PARQUET;

  record Turn(String role, String content) {}

  record ChatRow(String id, List<Turn> messages, String language, Provenance provenance) {}

  record AlpacaRow(
      String id,
      String instruction,
      String input,
      String output,
      String language,
      Provenance provenance) {}

  record Said(String from, String value) {}

  record ShareGptRow(String id, List<Said> conversations, String language, Provenance provenance) {}

  /** As options and folders call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A part's file in the folder of a corpus. */
  public Path file(Path folder, Part part) {
    return folder.resolve(word()).resolve(part.word() + (this == PARQUET ? ".parquet" : ".jsonl"));
  }

  /** Writes a part; the file is there whole or not at all. */
  void write(Path file, List<CorpusItem> items) {
    switch (this) {
      case CHAT -> RecordRows.write(file, items.stream().map(ExportFormat::chat).toList());
      case ALPACA -> RecordRows.write(file, items.stream().map(ExportFormat::alpaca).toList());
      case SHAREGPT -> RecordRows.write(file, items.stream().map(ExportFormat::shareGpt).toList());
      case PARQUET -> writeTable(file, items);
    }
  }

  private static void writeTable(Path file, List<CorpusItem> items) {
    try (RowSink sink = RowFiles.create(file)) {
      items.forEach(item -> sink.write(flat(item)));
      sink.finish();
    }
  }

  private static ChatRow chat(CorpusItem item) {
    return new ChatRow(
        item.id(),
        List.of(new Turn("user", item.question()), new Turn("assistant", item.answer())),
        item.language(),
        item.provenance());
  }

  private static AlpacaRow alpaca(CorpusItem item) {
    return new AlpacaRow(
        item.id(), item.question(), "", item.answer(), item.language(), item.provenance());
  }

  private static ShareGptRow shareGpt(CorpusItem item) {
    return new ShareGptRow(
        item.id(),
        List.of(new Said("human", item.question()), new Said("gpt", item.answer())),
        item.language(),
        item.provenance());
  }

  private static Map<String, Object> flat(CorpusItem item) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", item.id());
    row.put("prompt", item.question());
    row.put("completion", item.answer());
    row.put("language", item.language());
    row.putAll(RecordRows.row(item.provenance()));
    return row;
  }
}

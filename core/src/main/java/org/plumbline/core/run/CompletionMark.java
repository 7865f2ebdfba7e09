package org.plumbline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.plumbline.core.file.DurableFiles;

/** {@code complete.json} in a checkpoint: size and checksum of every file, written last. */
final class CompletionMark {
  static final String FILE = "complete.json";
  private static final JsonMapper JSON = new JsonMapper();

  private CompletionMark() {}

  static void write(Path folder, long step) throws IOException {
    ObjectNode mark = JSON.createObjectNode().put("step", step);
    ObjectNode files = mark.putObject("files");
    for (Path file : files(folder)) {
      ObjectNode entry = files.putObject(name(folder, file));
      entry.put("bytes", Files.size(file));
      entry.put("crc32c", Long.toHexString(checksum(file)));
    }
    DurableFiles.write(folder.resolve(FILE), mark.toPrettyString() + "\n");
  }

  /** Why the folder is no complete checkpoint; empty if it is one. */
  static Optional<String> fault(Path folder) {
    Path mark = folder.resolve(FILE);
    if (!Files.isRegularFile(mark)) {
      return Optional.of("it has no " + FILE);
    }
    try {
      JsonNode files = JSON.readTree(mark.toFile()).path("files");
      if (!files.isObject()) {
        return Optional.of(FILE + " is broken");
      }
      for (Map.Entry<String, JsonNode> entry : files.properties()) {
        Path file = folder.resolve(entry.getKey());
        JsonNode expected = entry.getValue();
        if (!Files.isRegularFile(file)) {
          return Optional.of(entry.getKey() + " is missing");
        }
        if (Files.size(file) != expected.path("bytes").asLong(-1)
            || !Long.toHexString(checksum(file)).equals(expected.path("crc32c").asText())) {
          return Optional.of(entry.getKey() + " is not as it was written");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(DurableFiles.reason(e));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> !path.equals(folder.resolve(FILE)))
          .sorted()
          .toList();
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    return checksum.getValue();
  }
}

package org.plumbline.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;

class RecordRowsTest {
  enum Colour {
    DEEP_RED,
    BLUE
  }

  record Thing(String itsName, List<String> parts, @Nullable Integer page, Colour colour) {
    Thing {
      require(!itsName.isBlank(), "a thing needs a name");
    }
  }

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    List<Thing> things =
        List.of(
            new Thing("一", List.of("a", "b"), 3, Colour.DEEP_RED),
            new Thing("two", List.of(), null, Colour.BLUE));
    Path file = folder.resolve("things.jsonl");
    RecordRows.write(file, things);
    assertEquals(
        "{\"its_name\":\"一\",\"parts\":[\"a\",\"b\"],\"page\":3,\"colour\":\"deep_red\"}",
        Files.readAllLines(file).getFirst());
    assertEquals(things, read(file, InvalidRows.refuse()));
  }

  @Test
  void aRowThatIsNoSuchRecordIsRefusedWithItsPlaceOrCounted() throws IOException {
    Path file = folder.resolve("things.jsonl");
    Files.writeString(
        file,
        """
        {"its_name":" ","parts":[],"colour":"blue"}
        {"its_name":"x","parts":[],"colour":"green"}
        {"its_name":"x","parts":[],"colour":"blue","more":1}
        """);
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> read(file, InvalidRows.refuse()));
    assertTrue(refused.getMessage().contains("things.jsonl"), refused.getMessage());
    assertTrue(refused.getMessage().contains("a thing needs a name"), refused.getMessage());
    assertTrue(refused.getMessage().contains("--skip-invalid"), refused.getMessage());
    InvalidInputException always =
        assertThrows(InvalidInputException.class, () -> read(file, InvalidRows.refuseAlways()));
    assertTrue(always.getMessage().endsWith(". Mend the row"), always.getMessage());
    InvalidRows skip = InvalidRows.skip();
    assertEquals(1, read(file, skip).size());
    assertEquals(2, skip.total());
  }

  private static List<Thing> read(Path file, InvalidRows invalid) {
    try (Stream<Thing> things = RecordRows.read(file, Thing.class, invalid)) {
      return things.toList();
    }
  }
}

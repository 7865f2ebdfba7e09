package org.plumbline.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PartsTest {
  private static List<List<Integer>> parts(int rows, int size) {
    List<List<Integer>> parts = new ArrayList<>();
    Parts.of(IntStream.range(0, rows).boxed(), row -> size, parts::add);
    return parts;
  }

  @Test
  void everyRowIsInOnePartInItsOrder() {
    for (int rows : List.of(1, Parts.ROWS, Parts.ROWS + 1, 10_000)) {
      List<List<Integer>> parts = parts(rows, 10);
      assertEquals((rows + Parts.ROWS - 1) / Parts.ROWS, parts.size());
      assertEquals(
          IntStream.range(0, rows).boxed().toList(), parts.stream().flatMap(List::stream).toList());
    }
  }

  @Test
  void longRowsMakeSmallParts() {
    assertEquals(List.of(11, 11, 8), parts(30, 100_000).stream().map(List::size).toList());
  }

  @Test
  void nothingIsHandedOverOfNothing() {
    assertEquals(List.of(), parts(0, 1));
  }

  @Test
  void aPartIsWorkedOnBeforeTheNextIsRead() {
    List<Integer> read = new ArrayList<>();
    Stream<Integer> rows = IntStream.range(0, 3 * Parts.ROWS).boxed().peek(read::add);
    List<Integer> readBefore = new ArrayList<>();
    Parts.of(rows, row -> 1, part -> readBefore.add(read.size()));
    assertTrue(readBefore.getFirst() <= 2 * Parts.ROWS, readBefore.toString());
  }
}

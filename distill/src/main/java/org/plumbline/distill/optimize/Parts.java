package org.plumbline.distill.optimize;

import static org.plumbline.core.error.Require.require;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.plumbline.core.random.Seeds;

/**
 * Items by what they are for; none is in two parts.
 *
 * @param search prompts are scored on them
 * @param selection the best prompts of the search are chosen among by them; may be empty
 * @param heldOut the search never sees them; the comparison at the end is made on them
 */
public record Parts<I>(List<I> search, List<I> selection, List<I> heldOut) {
  public Parts {
    search = List.copyOf(search);
    selection = List.copyOf(selection);
    heldOut = List.copyOf(heldOut);
    require(!search.isEmpty(), "a search needs at least one item (got none)");
  }

  /** How many of each. */
  public record Sizes(int search, int selection, int heldOut) {
    public Sizes {
      require(
          search > 0 && selection >= 0 && heldOut >= 0,
          "sizes of parts: search must be positive, the others not negative (got %d, %d, %d)",
          search,
          selection,
          heldOut);
    }
  }

  /**
   * Splits by the items' names: which part an item is in depends on its name, the seed and the
   * other names alone, so a translation with the same names is split in the same way.
   */
  public static <I> Parts<I> split(
      List<I> items, Function<I, String> id, Sizes sizes, Seeds seeds) {
    int wanted = sizes.search() + sizes.selection() + sizes.heldOut();
    require(
        wanted <= items.size(),
        "%d items to search, %d to select and %d held out are %d, but there are %d; ask for fewer",
        sizes.search(),
        sizes.selection(),
        sizes.heldOut(),
        wanted,
        items.size());
    Seeds places = seeds.child("parts");
    require(
        items.stream().map(id).distinct().count() == items.size(),
        "each item must have a name of its own; give each row another id");
    List<I> shuffled =
        items.stream()
            .sorted(
                Comparator.comparingLong((I item) -> places.child(id.apply(item)).root())
                    .thenComparing(id))
            .toList();
    int selected = sizes.search() + sizes.selection();
    return new Parts<>(
        shuffled.subList(0, sizes.search()),
        shuffled.subList(sizes.search(), selected),
        shuffled.subList(selected, wanted));
  }

  /** How many of each. */
  public Sizes sizes() {
    return new Sizes(search.size(), selection.size(), heldOut.size());
  }

  Stream<I> all() {
    return Stream.of(search, selection, heldOut).flatMap(List::stream);
  }
}

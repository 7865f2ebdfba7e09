package org.plumbline.cli.distill;

import org.plumbline.core.options.Option;
import org.plumbline.distill.optimize.Parts;

/** How many items a search for a prompt uses for what; none is in two parts. */
public record PartOptions(
    @Option("items that prompts are scored on; 50 in the paper") int searchItems,
    @Option("items that the best are chosen by; 0: none") int selectionItems,
    @Option("items that the search never sees") int heldOutItems) {
  /** 50 to search on as in the paper, and as many that it never sees. */
  public static final PartOptions DEFAULT = new PartOptions(50, 0, 50);

  public PartOptions {
    var unused = new Parts.Sizes(searchItems, selectionItems, heldOutItems);
  }

  /** How many of each. */
  public Parts.Sizes sizes() {
    return new Parts.Sizes(searchItems, selectionItems, heldOutItems);
  }
}

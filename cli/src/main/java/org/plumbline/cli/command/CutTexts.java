package org.plumbline.cli.command;

import org.plumbline.cli.frame.CommandContext;

/** Texts that were longer than a model reads: cut, but not in silence. */
final class CutTexts {
  private CutTexts() {}

  /**
   * Tells the user, if there are any.
   *
   * @param cut how many were cut
   * @param all of how many
   * @param longest tokens that were kept of each
   * @param option which option allows longer ones
   */
  static void tell(CommandContext context, long cut, int all, int longest, String option) {
    if (cut > 0) {
      context
          .console()
          .warn(
              "%,d of %,d texts have more than %,d tokens and are cut at their end; shorten them, or raise --%s"
                  .formatted(cut, all, longest, option));
    }
  }
}

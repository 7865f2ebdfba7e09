package org.plumbline.distill.question;

/**
 * What a round of one teacher came to.
 *
 * @param calls lists that were asked for
 * @param unusable calls without a list
 * @param cut lists that ended at the most tokens and lost their last question
 * @param linesLeftOut lines of lists that were no questions
 * @param written questions in the lists
 * @param outOfScope of them, dropped because the course does not know their terms
 * @param duplicates of them, dropped for another question
 * @param kept the rest
 */
public record RoundCount(
    int round,
    String teacher,
    int calls,
    int unusable,
    int cut,
    int linesLeftOut,
    int written,
    int outOfScope,
    int duplicates,
    int kept) {

  /** Before the first call. */
  static RoundCount none(int round, String teacher) {
    return new RoundCount(round, teacher, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  RoundCount withFailure() {
    return new RoundCount(
        round,
        teacher,
        calls + 1,
        unusable + 1,
        cut,
        linesLeftOut,
        written,
        outOfScope,
        duplicates,
        kept);
  }

  RoundCount withList(int lines, int questions, boolean wasCut) {
    return new RoundCount(
        round,
        teacher,
        calls + 1,
        unusable,
        cut + (wasCut ? 1 : 0),
        linesLeftOut + lines,
        written + questions,
        outOfScope,
        duplicates,
        kept);
  }

  RoundCount sorted(int outside, int doubled, int stays) {
    return new RoundCount(
        round,
        teacher,
        calls,
        unusable,
        cut,
        linesLeftOut,
        written,
        outOfScope + outside,
        duplicates + doubled,
        kept + stays);
  }
}

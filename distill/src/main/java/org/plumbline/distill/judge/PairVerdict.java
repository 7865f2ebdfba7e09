package org.plumbline.distill.judge;

import java.util.List;
import org.plumbline.distill.llm.CallReceipt;

/**
 * Which of two answers is better.
 *
 * @param winner by majority of the rounds
 * @param rounds each in both orders
 */
public record PairVerdict(PairItem item, Winner winner, List<Round> rounds) {

  /** Who won. */
  public enum Winner {
    /** The first system. */
    FIRST,
    /** The second system. */
    SECOND,
    /** Neither: called equal, or the verdict turned with the order. */
    TIE,
    /** No round could be read in both orders. */
    MISSING
  }

  /** Which place won in one call. */
  public enum Place {
    /** The answer that stood first. */
    A,
    /** The answer that stood second. */
    B,
    /** Neither. */
    TIE,
    /** The reply could not be read, or there was none. */
    MISSING
  }

  /**
   * One round.
   *
   * @param straight the first system's answer stood first
   * @param swapped the second system's answer stood first
   */
  public record Round(Place straight, Place swapped, String reasoning, List<CallReceipt> receipts) {
    public Round {
      receipts = List.copyOf(receipts);
    }

    /** A win needs both orders. */
    public Winner winner() {
      if (straight == Place.MISSING || swapped == Place.MISSING) {
        return Winner.MISSING;
      }
      if (straight == Place.A && swapped == Place.B) {
        return Winner.FIRST;
      }
      return straight == Place.B && swapped == Place.A ? Winner.SECOND : Winner.TIE;
    }

    /** Whether the same place won in both orders: the answers did not matter. */
    public boolean followsPlace() {
      return straight == swapped && (straight == Place.A || straight == Place.B);
    }
  }

  public PairVerdict {
    rounds = List.copyOf(rounds);
  }

  /** By majority of the rounds that could be read: more than half of them. */
  public static PairVerdict of(PairItem item, List<Round> rounds) {
    long first = rounds.stream().filter(round -> round.winner() == Winner.FIRST).count();
    long second = rounds.stream().filter(round -> round.winner() == Winner.SECOND).count();
    long read = rounds.stream().filter(round -> round.winner() != Winner.MISSING).count();
    Winner winner =
        read == 0
            ? Winner.MISSING
            : 2 * first > read ? Winner.FIRST : 2 * second > read ? Winner.SECOND : Winner.TIE;
    return new PairVerdict(item, winner, rounds);
  }
}

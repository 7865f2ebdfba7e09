package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.plumbline.lm.grammar.TokenGrammar;

/**
 * A rule that changes the logits of the next token: a penalty, a ban, or a cut to the likelier
 * tokens.
 *
 * <p>Rules are plain functions of one row, so that what is drawn for a sequence depends on nothing
 * else in its batch. {@link LogitsProcessors} puts several in their order, which is that of the
 * records here. Definitions follow Hugging Face's generation settings of the same names.
 */
public sealed interface LogitsProcessor {
  /**
   * Changes the row.
   *
   * @param logits of every token; minus infinity is never drawn [vocabulary]
   * @param history tokens of the sequence so far, its prompt included [tokens]
   * @param promptLength how many of them are the prompt
   */
  void process(float[] logits, int[] history, int promptLength);

  /**
   * Adds a number to the logit of a token that would complete this sequence of tokens.
   *
   * @param tokens the sequence; of one token it holds everywhere
   * @param bias what is added
   */
  record SequenceBias(List<Integer> tokens, float bias) implements LogitsProcessor {
    public SequenceBias {
      tokens = List.copyOf(tokens);
      require(!tokens.isEmpty(), "a biased sequence must have a token; name one or leave it out");
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      int last = tokens.get(tokens.size() - 1);
      if (last < logits.length && Histories.endsBefore(history, tokens)) {
        logits[last] += bias;
      }
    }
  }

  /**
   * Makes every token of prompt and completion less likely (Keskar et al. 2019, section 4.1): a
   * positive logit is divided by the penalty, a negative one multiplied.
   *
   * @param penalty above 1 to avoid repetition
   */
  record RepetitionPenalty(double penalty) implements LogitsProcessor {
    public RepetitionPenalty {
      require(
          penalty > 0 && Double.isFinite(penalty),
          "the repetition penalty must be positive (got %s); 1 is none",
          penalty);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      Arrays.stream(history)
          .distinct()
          .filter(id -> id < logits.length)
          .forEach(
              id ->
                  logits[id] =
                      (float) (logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty));
    }
  }

  /**
   * Forbids a token that would repeat a run of tokens of prompt or completion.
   *
   * @param size tokens of a run
   */
  record NoRepeatNgram(int size) implements LogitsProcessor {
    public NoRepeatNgram {
      require(size > 0, "the size of runs not to be repeated must be positive (got %d)", size);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      int before = size - 1;
      for (int end = before; end < history.length; end++) {
        boolean same = true;
        for (int i = 1; i <= before && same; i++) {
          same = history[end - i] == history[history.length - i];
        }
        if (same) {
          Histories.ban(logits, history[end]);
        }
      }
    }
  }

  /**
   * Forbids the last token of a sequence of tokens where the others stand before it. The end of the
   * text cannot be forbidden as a word of its own.
   *
   * @param words sequences of tokens
   * @param endIds tokens that end a text
   */
  record BadWords(List<List<Integer>> words, Set<Integer> endIds) implements LogitsProcessor {
    public BadWords {
      words = words.stream().map(List::copyOf).toList();
      endIds = Set.copyOf(endIds);
      require(
          words.stream().noneMatch(List::isEmpty),
          "a bad word must have a token, but one of %d has none; leave it out",
          words.size());
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      for (List<Integer> word : words) {
        boolean end = word.size() == 1 && endIds.contains(word.get(0));
        if (!end && Histories.endsBefore(history, word)) {
          Histories.ban(logits, word.get(word.size() - 1));
        }
      }
    }
  }

  /** Forbids the end of the text until prompt and completion have so many tokens. */
  record MinLength(int tokens, Set<Integer> endIds) implements LogitsProcessor {
    public MinLength {
      endIds = Set.copyOf(endIds);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      if (history.length < tokens) {
        endIds.forEach(id -> Histories.ban(logits, id));
      }
    }
  }

  /** Forbids the end of the text until the completion has so many tokens. */
  record MinNewTokens(int tokens, Set<Integer> endIds) implements LogitsProcessor {
    public MinNewTokens {
      endIds = Set.copyOf(endIds);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      if (history.length - promptLength < tokens) {
        endIds.forEach(id -> Histories.ban(logits, id));
      }
    }
  }

  /** Makes the last token of a text of this length an end of the text. */
  record ForcedEnd(int maxLength, Set<Integer> endIds) implements LogitsProcessor {
    public ForcedEnd {
      endIds = Set.copyOf(endIds);
      require(!endIds.isEmpty(), "a forced end must name a token that ends a text; name one");
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      if (history.length == maxLength - 1) {
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        endIds.forEach(id -> logits[id] = 0);
      }
    }
  }

  /** Forbids tokens everywhere. */
  record SuppressTokens(Set<Integer> tokens) implements LogitsProcessor {
    public SuppressTokens {
      tokens = Set.copyOf(tokens);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      tokens.forEach(id -> Histories.ban(logits, id));
    }
  }

  /**
   * Allows the tokens alone by which the completion keeps a form, and its end where the form is
   * complete.
   *
   * @param grammar the form
   * @param endIds tokens that end a text
   */
  record Grammar(TokenGrammar grammar, Set<Integer> endIds) implements LogitsProcessor {
    public Grammar {
      endIds = Set.copyOf(endIds);
      require(!endIds.isEmpty(), "a form must end with a token that ends a text; name one");
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      BitSet possible = grammar.possible(history, promptLength);
      boolean complete = grammar.complete(history, promptLength);
      Candidates.keep(logits, i -> endIds.contains(i) ? complete : possible.get(i));
    }
  }

  /** Divides all logits; below 1 the likely tokens become likelier. */
  record Temperature(double temperature) implements LogitsProcessor {
    public Temperature {
      require(
          temperature > 0 && Double.isFinite(temperature),
          "a temperature that divides logits must be positive (got %s); for the most probable"
              + " token use top-k 1",
          temperature);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (logits[i] / temperature);
      }
    }
  }

  /**
   * Keeps the tokens with the highest logits (Fan et al. 2018); all that are equal to the last one
   * kept are kept too.
   *
   * @param kept how many
   * @param least how many stay at least
   */
  record TopK(int kept, int least) implements LogitsProcessor {
    public TopK {
      require(kept > 0, "top-k must be positive (got %d); leave it out to keep all", kept);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      int count = Math.min(Math.max(kept, least), logits.length);
      float last = logits[Candidates.descending(logits)[count - 1]];
      Candidates.keep(logits, i -> logits[i] >= last);
    }
  }

  /**
   * Keeps the fewest most probable tokens whose mass reaches {@code mass} (Holtzman et al. 2020).
   *
   * @param least how many stay at least
   */
  record TopP(double mass, int least) implements LogitsProcessor {
    public TopP {
      require(mass >= 0 && mass <= 1, "top-p must lie in [0, 1] (got %s)", mass);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      int[] order = Candidates.descending(logits);
      double[] probabilities = Candidates.probabilities(logits);
      // From the least probable on, as the tail below 1 - mass is what goes.
      double tail = 0;
      for (int rank = order.length - 1; rank >= Math.max(1, least); rank--) {
        tail += probabilities[order[rank]];
        if (tail > 1 - mass) {
          return;
        }
        logits[order[rank]] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * Keeps the tokens that are at least so probable as this share of the most probable one (Nguyen
   * et al. 2024).
   *
   * @param least how many stay at least
   */
  record MinP(double share, int least) implements LogitsProcessor {
    public MinP {
      require(share >= 0 && share <= 1, "min-p must lie in [0, 1] (got %s)", share);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      double[] probabilities = Candidates.probabilities(logits);
      int[] order = Candidates.descending(logits);
      double bound = share * probabilities[order[0]];
      boolean[] best = Candidates.first(order, least);
      Candidates.keep(logits, i -> best[i] || probabilities[i] >= bound);
    }
  }

  /**
   * Keeps the tokens whose surprise is nearest to the entropy, until their mass reaches {@code
   * mass} (Meister et al. 2023, "Locally Typical Sampling").
   *
   * @param least how many stay at least
   */
  record Typical(double mass, int least) implements LogitsProcessor {
    public Typical {
      require(mass > 0 && mass < 1, "typical-p must lie in (0, 1) (got %s)", mass);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      double[] logProbs = Candidates.logProbabilities(logits);
      double entropy =
          Arrays.stream(logProbs).filter(Double::isFinite).map(l -> -l * Math.exp(l)).sum();
      float[] nearness = new float[logits.length];
      for (int i = 0; i < nearness.length; i++) {
        nearness[i] = (float) -Math.abs(-logProbs[i] - entropy);
      }
      int[] order = Candidates.descending(nearness);
      int last = 0;
      for (double sum = Math.exp(logProbs[order[0]]);
          sum < mass && last < order.length - 1;
          sum += Math.exp(logProbs[order[last]])) {
        last++;
      }
      float bound = nearness[order[last]];
      boolean[] best = Candidates.first(order, Math.max(1, least));
      Candidates.keep(logits, i -> best[i] || nearness[i] >= bound);
    }
  }

  /**
   * Keeps the tokens that are at least this probable (Hewitt et al. 2022).
   *
   * @param least how many stay at least
   */
  record EpsilonCutoff(double probability, int least) implements LogitsProcessor {
    public EpsilonCutoff {
      require(
          probability > 0 && probability < 1,
          "the epsilon cutoff must lie in (0, 1) (got %s)",
          probability);
    }

    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      double[] probabilities = Candidates.probabilities(logits);
      int count = Math.min(Math.max(1, least), logits.length);
      float best = logits[Candidates.descending(logits)[count - 1]];
      Candidates.keep(logits, i -> logits[i] >= best || probabilities[i] >= probability);
    }
  }

  /** Makes the logits log-probabilities again, which the rules before may have changed. */
  record Renormalize() implements LogitsProcessor {
    @Override
    public void process(float[] logits, int[] history, int promptLength) {
      double[] logProbs = Candidates.logProbabilities(logits);
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) logProbs[i];
      }
    }
  }
}

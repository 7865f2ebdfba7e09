package org.plumbline.lm.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.KeyValueCache;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Causal language models: logits, loss, gradients, and texts written greedily. */
final class CausalForm implements CheckedForm {
  @Override
  public String name() {
    return "causal language models (logits)";
  }

  @Override
  public boolean fits(ExpectedFile expected) {
    return expected.has("logits")
        && !expected.has("encoder_last_hidden_state")
        && !expected.has("settings");
  }

  @Override
  public void check(Path folder, ExpectedFile expected, Checklist results) {
    try (CausalLm lm = ModelFolder.open(folder).causalLm()) {
      List<int[]> rows = expected.rows(expected.required("batch"));
      logits(lm, rows, expected.required("logits"), results);
      if (expected.has("loss")) {
        loss(lm, rows, expected, results);
      }
      if (expected.has("greedy")) {
        greedy(lm, expected, results);
      }
    }
  }

  private static void logits(CausalLm lm, List<int[]> rows, JsonNode expected, Checklist results) {
    results.outputs("logits, in one batch", expected, logits(lm, rows));
    List<float[]> alone = new ArrayList<>();
    List<float[]> cached = new ArrayList<>();
    for (int[] row : rows) {
      alone.add(logits(lm, List.of(row)));
      cached.add(cachedLogits(lm, row));
    }
    results.outputs("logits, each sequence alone", expected, joined(alone));
    // Of the last tokens alone: a long text may be read otherwise than its beginning was.
    ArrayNode last = JsonNodeFactory.instance.arrayNode();
    expected.forEach(row -> last.add(row.get(row.size() - 1)));
    results.outputs("logits of last tokens, with a cache", last, joined(cached));
  }

  /** Logits at all real tokens, row after row. */
  static float[] logits(CausalLm lm, List<int[]> rows) {
    TokenBatch batch = new TokenBatch(rows);
    return Scope.inference(
        () -> lm.logits(RealTokens.of(lm.hidden(batch), batch.lengths())).toFloats());
  }

  /** Logits at the last token of a row that is read into a cache one by one. */
  private static float[] cachedLogits(CausalLm lm, int[] row) {
    return Scope.inference(
        () -> {
          try (KeyValueCache cache = lm.cache(1, row.length)) {
            Tensor hidden = null;
            for (int id : row) {
              hidden = lm.extend(new TokenBatch(List.of(new int[] {id})), cache);
            }
            return lm.logits(Objects.requireNonNull(hidden)).toFloats();
          }
        });
  }

  private static void loss(
      CausalLm lm, List<int[]> rows, ExpectedFile expected, Checklist results) {
    TokenBatch batch = new TokenBatch(rows);
    int tokens = batch.tokens() - batch.size();
    lm.parameters().train(name -> true);
    Scope.training(
        () -> {
          Tensor logProbs = TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch));
          Tensor loss = logProbs.sum().times(-1.0 / tokens);
          loss.backward();
          results.loss("loss", expected.required("loss"), loss.item());
          if (expected.has("loss_per_sequence")) {
            results.losses(
                "loss of each sequence",
                expected.required("loss_per_sequence"),
                perSequence(logProbs.toFloats(), batch));
          }
          if (expected.has("gradients")) {
            results.gradients(expected.required("gradients"), lm.parameters());
          }
        });
    lm.parameters().train(name -> false);
  }

  /** Mean negative log-likelihood of each sequence; 0 for one of a single token. */
  private static double[] perSequence(float[] logProbs, TokenBatch batch) {
    double[] losses = new double[batch.size()];
    int n = 0;
    for (int r = 0; r < losses.length; r++) {
      int predicted = batch.length(r) - 1;
      for (int t = 0; t < predicted; t++) {
        losses[r] -= logProbs[n++] / (double) predicted;
      }
    }
    return losses;
  }

  private static void greedy(CausalLm lm, ExpectedFile expected, Checklist results) {
    JsonNode greedy = expected.required("greedy");
    List<int[]> prompts = ExpectedFile.lists(expected.required(greedy, "prompts"));
    int most = expected.required(greedy, "max_new_tokens").asInt();
    JsonNode generated = expected.required(greedy, "generated");
    GreedyText endless = new GreedyText(lm, most, -1);
    results.ids("greedy, without a cache", generated, endless.eachWithoutCache(prompts));
    results.ids("greedy, with a cache", generated, endless.each(prompts));
    results.ids("greedy, in one batch", generated, endless.together(prompts));
    if (expected.has("greedy_eos")) {
      JsonNode ending = expected.required("greedy_eos");
      GreedyText text =
          new GreedyText(
              lm,
              expected.required(ending, "max_new_tokens").asInt(),
              expected.required(ending, "eos_token_id").asInt());
      results.ids(
          "greedy to the end token", expected.required(ending, "generated"), text.each(prompts));
      if (ending.hasNonNull("batched")) {
        int fill = expected.required(ending, "pad_token_id").asInt();
        results.ids(
            "greedy to the end token, in one batch",
            ending.get("batched"),
            GreedyText.filled(text.together(prompts), fill));
      }
    }
  }

  static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int n = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, n, part.length);
      n += part.length;
    }
    return all;
  }
}

package org.plumbline.lm.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Language models of full size, of whose logits only the largest are listed: those, log-likelihoods
 * of a paragraph, and texts written greedily.
 *
 * <p>Sums over hundreds of values allow more rounding than in the tiny models, by these factors.
 */
final class TopLogitsForm implements CheckedForm {
  private static final double LOGITS_FACTOR = 20;
  private static final double LOSS_FACTOR = 10;

  @Override
  public String name() {
    return "large language models (top5)";
  }

  @Override
  public boolean fits(ExpectedFile expected) {
    return expected.has("top5");
  }

  @Override
  public void check(Path folder, ExpectedFile expected, Checklist results) {
    try (CausalLm lm = ModelFolder.open(folder).causalLm()) {
      topLogits(lm, expected, results);
      if (expected.has("paragraph")) {
        paragraph(lm, expected, results);
      }
      if (expected.has("greedy")) {
        greedy(lm, expected, results);
      }
    }
  }

  private static void topLogits(CausalLm lm, ExpectedFile expected, Checklist results) {
    JsonNode top = expected.required("top5");
    int[] ids = ExpectedFile.integers(expected.required(top, "ids"));
    List<int[]> places = ExpectedFile.lists(expected.required(top, "top5_ids"));
    float[] sums = new float[ids.length];
    float[] listed =
        Scope.inference(
            () -> {
              TokenBatch batch = new TokenBatch(List.of(ids));
              Tensor logits = lm.logits(lm.hidden(batch)).squeeze(0);
              System.arraycopy(Ops.logSumExp(logits).toFloats(), 0, sums, 0, sums.length);
              List<float[]> each = new ArrayList<>();
              for (int t = 0; t < ids.length; t++) {
                long[] wanted = Arrays.stream(places.get(t)).asLongStream().toArray();
                Tensor row = logits.select(0, t);
                each.add(row.indexSelect(0, Tensor.ofLongs(wanted, wanted.length)).toFloats());
              }
              return CausalForm.joined(each);
            });
    results.outputs("largest logits", expected.required(top, "top5_logits"), listed, LOGITS_FACTOR);
    if (top.hasNonNull("logsumexp")) {
      results.outputs("log-sum-exp of logits", top.get("logsumexp"), sums, LOGITS_FACTOR);
    }
  }

  private static void paragraph(CausalLm lm, ExpectedFile expected, Checklist results) {
    JsonNode paragraph = expected.required("paragraph");
    int[] ids = ExpectedFile.integers(expected.required(paragraph, "ids"));
    TokenBatch batch = new TokenBatch(List.of(ids));
    float[] nll =
        Scope.inference(
            () -> TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch)).negative().toFloats());
    if (paragraph.hasNonNull("nll_per_token")) {
      results.outputs(
          "negative log-likelihood of each token",
          paragraph.get("nll_per_token"),
          nll,
          LOGITS_FACTOR);
    }
    double sum = 0;
    for (float value : nll) {
      sum += value;
    }
    results.loss(
        "mean negative log-likelihood",
        expected.required(paragraph, "mean_nll"),
        sum / nll.length,
        LOSS_FACTOR);
  }

  private static void greedy(CausalLm lm, ExpectedFile expected, Checklist results) {
    GreedyText text =
        new GreedyText(
            lm,
            expected.required("max_new_tokens").asInt(),
            expected.required("eos_token_id").asInt());
    List<int[]> prompts = new ArrayList<>();
    List<int[]> generated = new ArrayList<>();
    for (JsonNode entry : expected.required("greedy")) {
      prompts.add(ExpectedFile.integers(expected.required(entry, "prompt_ids")));
      generated.add(ExpectedFile.integers(expected.required(entry, "generated")));
    }
    results.ids("greedy, with a cache", generated, text.each(prompts));
    results.ids("greedy, in one batch", generated, text.together(prompts));
  }
}

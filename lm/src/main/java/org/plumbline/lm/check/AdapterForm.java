package org.plumbline.lm.check;

import java.nio.file.Path;
import java.util.Map;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.model.TokenLogProbs;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Adapters in PEFT's folders: what the base gives with one in force, merged into it, and without;
 * loss, and gradients of the adapter's own weights.
 */
final class AdapterForm implements CheckedForm {
  @Override
  public String name() {
    return "LoRA adapters (settings, with logits or scores)";
  }

  @Override
  public boolean fits(ExpectedFile expected) {
    return expected.has("settings") && (expected.has("logits") || expected.has("scores"));
  }

  @Override
  public void check(Path folder, ExpectedFile expected, Checklist results) {
    PeftFolder adapter = PeftFolder.open(folder);
    ModelFolder base = ModelFolder.open(adapter.baseFiles());
    TokenBatch batch = new TokenBatch(expected.rows(expected.required("batch")));
    if (expected.has("scores")) {
      try (ScoreModel model =
          base.isCausalLm() ? base.scoreModelWithoutHead() : base.scoreModel()) {
        new Checked(model.linears(), model.parameters().asMap(), batch, scored(model, expected))
            .against(expected, "scores", adapter, results);
      }
      return;
    }
    try (CausalLm lm = base.causalLm()) {
      new Checked(lm.linears(), lm.parameters().asMap(), batch, written(lm))
          .against(expected, "logits", adapter, results);
    }
  }

  /** What a model gives to a batch: its outputs at real tokens, the last ones, and the loss. */
  private record Outputs(Give all, Give last, Give loss) {}

  /** One of them. */
  private interface Give {
    Tensor of(TokenBatch batch);
  }

  private static Outputs written(CausalLm lm) {
    return new Outputs(
        batch -> lm.logits(RealTokens.of(lm.hidden(batch), batch.lengths())),
        batch -> {
          Tensor hidden = lm.hidden(batch);
          Tensor places = TokenBatch.lastTokens(batch.lengths(), hidden.size(1));
          return lm.logits(hidden.reshape(-1, hidden.size(2)).indexSelect(0, places));
        },
        batch ->
            TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch))
                .sum()
                .times(-1.0 / (batch.tokens() - batch.size())));
  }

  private static Outputs scored(ScoreModel model, ExpectedFile expected) {
    double[] weights = ExpectedFile.numbers(expected.required("loss_weights"));
    return new Outputs(
        model::scores,
        model::scores,
        batch -> model.scores(batch).times(Tensor.of(weights, weights.length)).sum());
  }

  /** A base with its outputs. */
  private record Checked(
      Linears linears, Map<String, Tensor> tensors, TokenBatch batch, Outputs outputs) {

    void against(ExpectedFile expected, String what, PeftFolder adapter, Checklist results) {
      try (Adapters adapters = new Adapters(linears, tensors)) {
        Lora lora = adapters.add(adapter);
        try (Adapters.InForce use = adapters.use(lora)) {
          results.outputs(what, expected.required(what), values(outputs.all));
        }
        try (Adapters.InForce use = adapters.useMerged(lora)) {
          String merged = what + "_merged";
          if (expected.has(merged)) {
            results.outputs(what + ", merged", expected.required(merged), values(outputs.all));
          }
        }
        String without = what + "_base_last";
        if (expected.has(without)) {
          results.outputs(
              what + " of the base, last token", expected.required(without), values(outputs.last));
        }
        if (expected.has("loss")) {
          loss(expected, adapters, lora, results);
        }
      }
    }

    private float[] values(Give give) {
      return Scope.inference(() -> give.of(batch).toFloats());
    }

    private void loss(ExpectedFile expected, Adapters adapters, Lora lora, Checklist results) {
      lora.train(true);
      try (Adapters.InForce use = adapters.use(lora)) {
        Scope.training(
            () -> {
              Tensor loss = outputs.loss.of(batch);
              loss.backward();
              results.loss("loss", expected.required("loss"), loss.item());
              if (expected.has("gradients")) {
                results.gradients(expected.required("gradients"), lora.trained());
              }
            });
      }
      lora.train(false);
    }
  }
}

package org.plumbline.lm.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.ScoreModel;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Models that give each text one score: hidden states, scores, and gradients of a sum of them. */
final class ScoringForm implements CheckedForm {
  @Override
  public String name() {
    return "models with a scalar head (scores)";
  }

  @Override
  public boolean fits(ExpectedFile expected) {
    return expected.has("scores") && !expected.has("settings");
  }

  @Override
  public void check(Path folder, ExpectedFile expected, Checklist results) {
    try (ScoreModel model = ModelFolder.open(folder).scoreModel()) {
      JsonNode given = expected.required("batch");
      List<int[]> rows = expected.rows(given);
      List<int[]> segments =
          given.has("token_type_ids")
              ? expected.rows(given, "token_type_ids", "attention_mask", "lengths")
              : List.of();
      TokenBatch batch = new TokenBatch(rows, segments);
      if (expected.has("last_hidden_state")) {
        float[] hidden =
            Scope.inference(() -> RealTokens.of(model.hidden(batch), batch.lengths()).toFloats());
        results.outputs("hidden states", expected.required("last_hidden_state"), hidden);
      }
      scores(model, rows, segments, "scores", expected.required("scores"), results);
      if (expected.has("loss")) {
        loss(model, batch, expected, results);
      }
      if (expected.has("pad_as_content")) {
        JsonNode content = expected.required("pad_as_content");
        scores(
            model,
            expected.rows(content),
            List.of(),
            "scores of texts with filling ids inside",
            expected.required(content, "scores_at_last_real_token"),
            results);
      }
    }
  }

  private static void scores(
      ScoreModel model,
      List<int[]> rows,
      List<int[]> segments,
      String what,
      JsonNode expected,
      Checklist results) {
    results.outputs(
        what + ", in one batch", expected, scores(model, new TokenBatch(rows, segments)));
    List<float[]> alone = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      List<int[]> own = segments.isEmpty() ? List.of() : List.of(segments.get(r));
      alone.add(scores(model, new TokenBatch(List.of(rows.get(r)), own)));
    }
    results.outputs(what + ", each text alone", expected, CausalForm.joined(alone));
  }

  private static float[] scores(ScoreModel model, TokenBatch batch) {
    return Scope.inference(() -> model.scores(batch).toFloats());
  }

  private static void loss(
      ScoreModel model, TokenBatch batch, ExpectedFile expected, Checklist results) {
    double[] weights = ExpectedFile.numbers(expected.required("loss_weights"));
    model.parameters().train(name -> true);
    Scope.training(
        () -> {
          Tensor loss = model.scores(batch).times(Tensor.of(weights, weights.length)).sum();
          loss.backward();
          results.loss("loss", expected.required("loss"), loss.item());
          if (expected.has("gradients")) {
            results.gradients(expected.required("gradients"), model.parameters());
          }
        });
    model.parameters().train(name -> false);
  }
}

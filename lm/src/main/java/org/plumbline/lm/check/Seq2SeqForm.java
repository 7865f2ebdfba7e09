package org.plumbline.lm.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.seq2seq.BeamSearch;
import org.plumbline.lm.seq2seq.BeamSearch.EarlyStopping;
import org.plumbline.lm.seq2seq.BeamSearch.Hypothesis;
import org.plumbline.lm.seq2seq.GreedySearch;
import org.plumbline.lm.seq2seq.Seq2SeqLm;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Encoder-decoders: hidden states of the encoder, logits of the decoder, loss, gradients, and texts
 * written greedily and by beam search.
 */
final class Seq2SeqForm implements CheckedForm {
  /** Marks a label that is none. */
  private static final int NO_LABEL = -100;

  @Override
  public String name() {
    return "encoder-decoders (encoder_last_hidden_state)";
  }

  @Override
  public boolean fits(ExpectedFile expected) {
    return expected.has("encoder_last_hidden_state") && !expected.has("settings");
  }

  @Override
  public void check(Path folder, ExpectedFile expected, Checklist results) {
    try (Seq2SeqLm model = ModelFolder.open(folder).seq2SeqLm()) {
      JsonNode batch = expected.required("batch");
      List<int[]> texts = expected.rows(batch);
      List<int[]> written =
          expected.rows(batch, "decoder_input_ids", "decoder_attention_mask", "decoder_lengths");
      float[] hidden =
          Scope.inference(
              () -> {
                TokenBatch read = new TokenBatch(texts);
                return RealTokens.of(model.encoded(read), read.lengths()).toFloats();
              });
      results.outputs("encoder", expected.required("encoder_last_hidden_state"), hidden);
      logits(model, texts, written, expected.required("logits"), results);
      if (expected.has("loss")) {
        loss(model, texts, written, expected, results);
      }
      if (expected.has("greedy")) {
        greedy(model, expected, results);
      }
      if (expected.has("beam")) {
        int n = 0;
        for (JsonNode search : expected.required("beam")) {
          beam(model, expected, search, "beam search %d, ".formatted(++n), results);
        }
      }
    }
  }

  private static void logits(
      Seq2SeqLm model,
      List<int[]> texts,
      List<int[]> written,
      JsonNode expected,
      Checklist results) {
    float[] together = Scope.inference(() -> logits(model, texts, written).toFloats());
    results.outputs("logits, in one batch", expected, together);
    List<float[]> alone = new ArrayList<>();
    for (int r = 0; r < texts.size(); r++) {
      List<int[]> text = List.of(texts.get(r));
      List<int[]> ids = List.of(written.get(r));
      alone.add(Scope.inference(() -> logits(model, text, ids).toFloats()));
    }
    results.outputs("logits, each text alone", expected, CausalForm.joined(alone));
  }

  /** Logits at all real tokens of the decoder, row after row, [tokens, vocabulary]. */
  private static Tensor logits(Seq2SeqLm model, List<int[]> texts, List<int[]> written) {
    TokenBatch read = new TokenBatch(texts);
    TokenBatch ids = new TokenBatch(written);
    Tensor decoded = model.decoded(ids, model.encoded(read), read.lengths());
    return model.logits(RealTokens.of(decoded, ids.lengths()));
  }

  private static void loss(
      Seq2SeqLm model,
      List<int[]> texts,
      List<int[]> written,
      ExpectedFile expected,
      Checklist results) {
    long[] labels =
        ExpectedFile.lists(expected.required(expected.required("batch"), "labels")).stream()
            .flatMapToInt(Arrays::stream)
            .filter(label -> label != NO_LABEL)
            .asLongStream()
            .toArray();
    model.parameters().train(name -> true);
    Scope.training(
        () -> {
          Tensor logProbs = Ops.logSoftmax(logits(model, texts, written));
          Tensor chosen = logProbs.gatherLast(Tensor.ofLongs(labels, labels.length));
          Tensor loss = chosen.sum().times(-1.0 / labels.length);
          loss.backward();
          results.loss("loss", expected.required("loss"), loss.item());
          if (expected.has("gradients")) {
            results.gradients(expected.required("gradients"), model.parameters());
          }
        });
    model.parameters().train(name -> false);
  }

  private static void greedy(Seq2SeqLm model, ExpectedFile expected, Checklist results) {
    JsonNode greedy = expected.required("greedy");
    List<int[]> prompts = ExpectedFile.lists(expected.required(greedy, "prompts"));
    int most = expected.required(greedy, "max_new_tokens").asInt();
    JsonNode generated = expected.required(greedy, "generated");
    GreedySearch endless = new GreedySearch(model, most, -1);
    results.ids("greedy, each text alone", generated, each(endless, prompts));
    results.ids("greedy, in one batch", generated, endless.of(prompts));
    if (expected.has("greedy_eos")) {
      JsonNode ending = expected.required("greedy_eos");
      GreedySearch search =
          new GreedySearch(
              model,
              expected.required(ending, "max_new_tokens").asInt(),
              expected.required(ending, "eos_token_id").asInt());
      JsonNode ended = expected.required(ending, "generated");
      results.ids("greedy to the end token", ended, each(search, prompts));
      results.ids("greedy to the end token, in one batch", ended, search.of(prompts));
    }
  }

  private static List<int[]> each(GreedySearch search, List<int[]> prompts) {
    return prompts.stream().map(prompt -> search.of(List.of(prompt)).getFirst()).toList();
  }

  private static void beam(
      Seq2SeqLm model, ExpectedFile expected, JsonNode given, String what, Checklist results) {
    BeamSearch search = new BeamSearch(model, options(expected, given));
    List<int[]> prompts = ExpectedFile.lists(expected.required(given, "prompts"));
    for (int p = 0; p < prompts.size(); p++) {
      List<Hypothesis> found = search.of(prompts.get(p));
      JsonNode scores = expected.required(given, "scores").path(p);
      float[] got = new float[Math.min(found.size(), scores.size())];
      for (int i = 0; i < got.length; i++) {
        got[i] = (float) found.get(i).score();
      }
      String text = what + "text " + p;
      results.outputs(text + ", scores", scores, got);
      results.texts(text, expected.required(given, "generated").path(p), scores, found);
    }
  }

  private static BeamSearch.Options options(ExpectedFile expected, JsonNode given) {
    int beams = expected.required(given, "num_beams").asInt();
    int most = expected.required(given, "max_new_tokens").asInt();
    int endId = given.path("eos_token_id").asInt(-1);
    List<LogitsProcessor> rules = new ArrayList<>();
    if (given.path("no_repeat_ngram_size").asInt(0) > 0) {
      rules.add(new LogitsProcessor.NoRepeatNgram(given.path("no_repeat_ngram_size").asInt()));
    }
    if (given.hasNonNull("forced_eos_token_id")) {
      // The start token counts.
      rules.add(
          new LogitsProcessor.ForcedEnd(
              most + 1, Set.of(given.path("forced_eos_token_id").asInt())));
    }
    return new BeamSearch.Options(
        beams,
        most,
        endId,
        earlyStopping(given.path("early_stopping")),
        given.path("length_penalty").asDouble(1),
        rules);
  }

  private static EarlyStopping earlyStopping(JsonNode given) {
    return switch (given.asText("false")) {
      case "true" -> EarlyStopping.WHEN_ALL_ENDED;
      case "false" -> EarlyStopping.WHEN_UNLIKELY_TO_IMPROVE;
      case "never" -> EarlyStopping.WHEN_IMPOSSIBLE_TO_IMPROVE;
      default ->
          throw new InvalidInputException(
              "early_stopping must be true, false or never (got %s)".formatted(given));
    };
  }
}

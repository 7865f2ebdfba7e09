package org.plumbline.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.lm.text.SentencePieceModel.Algorithm;
import org.plumbline.lm.text.SentencePieceModel.Piece;
import org.plumbline.lm.text.SentencePieceModel.Type;

/** A sentencepiece model as a {@code tokenizer.json} that cuts texts the same way. */
final class SentencePieceJson {
  private static final String SPACE = "\u2581";

  private final SentencePieceModel model;
  private final TokenizerJson json;

  private SentencePieceJson(SentencePieceModel model) {
    this.model = model;
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < model.pieces().size(); id++) {
      ids.putIfAbsent(model.pieces().get(id).text(), id);
    }
    json = new TokenizerJson(ids);
  }

  static TokenizerJson of(SentencePieceModel model, JsonNode settings) {
    return new SentencePieceJson(model).build(settings);
  }

  private TokenizerJson build(JsonNode settings) {
    for (int id = 0; id < model.pieces().size(); id++) {
      Piece piece = model.pieces().get(id);
      switch (piece.type()) {
        case UNKNOWN, CONTROL -> json.add(piece.text(), id, true);
        case USER_DEFINED -> json.add(piece.text(), id, false);
        case NORMAL, UNUSED, BYTE -> {}
      }
    }
    json.addFrom(settings);
    Optional<String> bos = boundary(settings, "bos_token", model.bosId());
    Optional<String> eos = boundary(settings, "eos_token", model.eosId());
    // Of the families without a BOS, as T5, texts end with EOS; of the others they begin with BOS.
    boolean addBos = bos.isPresent() && settings.path("add_bos_token").asBoolean(true);
    boolean addEos = eos.isPresent() && settings.path("add_eos_token").asBoolean(bos.isEmpty());
    return json.with("normalizer", normalizer())
        .with("decoder", decoder())
        .with(
            "post_processor",
            json.template(
                addBos ? List.of(bos.orElseThrow()) : List.of(),
                addEos ? List.of(eos.orElseThrow()) : List.of(),
                0))
        .with("model", model.algorithm() == Algorithm.BPE ? bpe() : unigram())
        .withSpecial(new SpecialTokens(bos, eos));
  }

  private Optional<String> boundary(JsonNode settings, String role, int id) {
    Optional<String> own =
        id >= 0 && id < model.pieces().size() && model.pieces().get(id).type() == Type.CONTROL
            ? Optional.of(model.pieces().get(id).text())
            : Optional.empty();
    return SpecialTokens.token(settings, role).filter(t -> json.id(t).isPresent()).or(() -> own);
  }

  private ObjectNode normalizer() {
    List<ObjectNode> steps = new ArrayList<>();
    if (model.charsMap().length > 0) {
      steps.add(
          TokenizerJson.node("Precompiled")
              .put("precompiled_charsmap", Base64.getEncoder().encodeToString(model.charsMap())));
    }
    if (model.removeExtraSpaces()) {
      steps.add(TokenizerJson.replace("Regex", "\\A +| +\\z", ""));
      steps.add(TokenizerJson.replace("Regex", " {2,}", " "));
    }
    if (model.dummyPrefix()) {
      steps.add(TokenizerJson.node("Prepend").put("prepend", SPACE));
    }
    steps.add(TokenizerJson.replace("String", " ", SPACE));
    return TokenizerJson.sequence("Sequence", "normalizers", steps);
  }

  private ObjectNode decoder() {
    List<ObjectNode> steps = new ArrayList<>();
    steps.add(TokenizerJson.replace("String", SPACE, " "));
    if (model.byteFallback()) {
      steps.add(TokenizerJson.node("ByteFallback"));
    }
    steps.add(TokenizerJson.node("Fuse"));
    if (model.dummyPrefix()) {
      steps.add(TokenizerJson.node("Strip").put("content", " ").put("start", 1).put("stop", 0));
    }
    return TokenizerJson.sequence("Sequence", "decoders", steps);
  }

  private ObjectNode unigram() {
    ObjectNode node = TokenizerJson.node("Unigram");
    ArrayNode vocabulary = node.putArray("vocab");
    for (int id = 0; id < model.pieces().size(); id++) {
      Piece piece = model.pieces().get(id);
      if (piece.type() == Type.UNKNOWN) {
        node.put("unk_id", id);
      }
      // What no text may spell gets a spelling that no text has.
      boolean hidden = piece.type() == Type.UNUSED;
      vocabulary.addArray().add(hidden ? "\uDBFF\uDFFD" + id : piece.text()).add(piece.score());
    }
    return node.put("byte_fallback", model.byteFallback());
  }

  private ObjectNode bpe() {
    ObjectNode node = TokenizerJson.node("BPE").putNull("dropout");
    node.putNull("unk_token");
    ObjectNode vocabulary = node.putObject("vocab");
    for (int id = 0; id < model.pieces().size(); id++) {
      Piece piece = model.pieces().get(id);
      vocabulary.put(piece.text(), id);
      if (piece.type() == Type.UNKNOWN) {
        node.put("unk_token", piece.text());
      }
    }
    node.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    node.put("fuse_unk", true).put("byte_fallback", model.byteFallback());
    node.put("ignore_merges", false);
    ArrayNode rows = node.putArray("merges");
    merges().forEach(merge -> rows.addArray().add(merge.left()).add(merge.right()));
    return node;
  }

  private record Merge(String left, String right, double score, int leftId, int rightId) {}

  /** Every way to make a piece of two others; the piece of the highest score is made first. */
  private List<Merge> merges() {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < model.pieces().size(); id++) {
      if (model.pieces().get(id).type() == Type.NORMAL) {
        ids.put(model.pieces().get(id).text(), id);
      }
    }
    List<Merge> merges = new ArrayList<>();
    ids.forEach(
        (text, id) -> {
          double score = model.pieces().get(id).score();
          for (int at = 1; at < text.length(); at++) {
            Integer left = ids.get(text.substring(0, at));
            Integer right = ids.get(text.substring(at));
            if (left != null && right != null) {
              merges.add(new Merge(text.substring(0, at), text.substring(at), score, left, right));
            }
          }
        });
    merges.sort(
        Comparator.comparingDouble((Merge merge) -> -merge.score())
            .thenComparingInt(Merge::leftId)
            .thenComparingInt(Merge::rightId));
    return merges;
  }
}

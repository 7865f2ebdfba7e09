package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/**
 * A folder {@code ...ForSequenceClassification} with one label, as others publish reward models, or
 * a PEFT adapter that makes one of a language model: its own trunk, head and tokenizer, no
 * normaliser, and no lineage that is known.
 */
final class PublishedRewardModel {
  private static final String PROBE = "A text.";

  private PublishedRewardModel() {}

  static RewardModel open(ModelFiles files) {
    return PeftFolder.isOne(files) ? adapted(files) : whole(files);
  }

  /** An adapter over a language model, with the head that was trained with it. */
  private static RewardModel adapted(ModelFiles files) {
    PeftFolder adapter = PeftFolder.open(files, Set.of(RewardModel.WEIGHT));
    ModelFiles base = adapter.baseFiles();
    ModelFolder folder = ModelFolder.open(base).with(adapter.texts(base), lm -> {});
    require(
        folder.isCausalLm(),
        "the adapter '%s' that scores texts must be one over a causal language model ('%s' is none)",
        files.name(),
        folder.name());
    Tokenizer tokenizer = folder.tokenizer();
    try {
      Trunk trunk = folder.trunk();
      try {
        TextEncoder encoder = encoder(tokenizer, trunk.contextLength(), files.name());
        return RewardModel.of(
            trunk,
            Optional.of(AdaptedTrunk.of(trunk, adapter)),
            head(adapter.parameters(Map.of(RewardModel.WEIGHT, new long[] {1, trunk.width()}))),
            encoder,
            file(encoder, trunk.layers()));
      } catch (RuntimeException e) {
        trunk.close();
        throw e;
      }
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static RewardModel whole(ModelFiles files) {
    ModelFolder folder = ModelFolder.open(files);
    Tokenizer tokenizer = folder.tokenizer();
    try {
      ModelFolder.Classifier parts = folder.classifier();
      Trunk trunk = parts.trunk();
      TextEncoder encoder = encoder(tokenizer, trunk.contextLength(), files.name());
      return RewardModel.of(
          trunk, Optional.empty(), head(parts.output()), encoder, file(encoder, trunk.layers()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** The last map under our names, with a bias of zero if it has none. */
  private static Parameters head(Parameters output) {
    Parameters head = new Parameters();
    for (String name : output.names()) {
      head.add(name.endsWith(".weight") ? RewardModel.WEIGHT : RewardModel.BIAS, output.get(name));
    }
    if (!head.has(RewardModel.BIAS)) {
      head.add(RewardModel.BIAS, Tensor.keptZeros(1));
    }
    return head;
  }

  /** An encoder that adds the tokens which the tokenizer's own file adds. */
  private static TextEncoder encoder(Tokenizer tokenizer, int contextLength, String name) {
    int[] alone = tokenizer.encode(PROBE);
    int[] whole = tokenizer.encodeWithSpecialTokens(PROBE);
    boolean addsAny = whole.length > alone.length;
    boolean begins =
        addsAny && tokenizer.bos().isPresent() && whole[0] == tokenizer.bos().getAsInt();
    boolean ends =
        addsAny
            && tokenizer.eos().isPresent()
            && whole[whole.length - 1] == tokenizer.eos().getAsInt();
    TextEncoder encoder =
        new TextEncoder(
            tokenizer,
            new TextEncoder.Options(
                begins, ends, contextLength, TextEncoder.Truncation.REFUSE, "", ""));
    require(
        Arrays.equals(encoder.encode(PROBE).ids(), whole),
        "the tokenizer of '%s' adds tokens to a text that are neither its BOS nor its EOS; Plumbline cannot score with it",
        name);
    return encoder;
  }

  /** More trained layers than there are: nothing of it is shared with other reward models. */
  private static RewardModelFile file(TextEncoder encoder, int layers) {
    RewardLineage unknown = new RewardLineage("", "", "", 0, 0, 0, layers + 1, 0, 0, 0, List.of());
    return new RewardModelFile(
        RewardModelFile.FORMAT, encoder.options(), encoder.hash(), ScoreNormaliser.NONE, unknown);
  }
}

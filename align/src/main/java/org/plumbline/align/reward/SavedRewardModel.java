package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.Optional;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.adapter.PeftFolder;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.hub.ModelFiles;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** Opens what {@link RewardModel#save} wrote: a whole model, or an adapter over a trunk. */
final class SavedRewardModel {
  private static final Set<String> HEAD = Set.of(RewardModel.WEIGHT, RewardModel.BIAS);

  private SavedRewardModel() {}

  static RewardModel open(ModelFiles files) {
    RewardModelFile file = RewardModelFile.read(files);
    return PeftFolder.isOne(files) ? adapted(files, file) : whole(files, file);
  }

  private static RewardModel whole(ModelFiles files, RewardModelFile file) {
    ModelFolder model = ModelFolder.open(files);
    TextEncoder encoder = encoder(model, file, files);
    Trunk trunk = model.trunk(HEAD);
    return RewardModel.of(
        trunk, Optional.empty(), model.parameters(RewardModel.headShapes(trunk)), encoder, file);
  }

  private static RewardModel adapted(ModelFiles files, RewardModelFile file) {
    PeftFolder folder = PeftFolder.open(files, HEAD);
    ModelFolder model = ModelFolder.open(trunkOf(folder, files));
    TextEncoder encoder = encoder(model, file, files);
    Trunk trunk = model.trunk();
    try {
      require(
          trunk.parameters().hash().equals(file.lineage().start()),
          "the reward model '%s' is an adapter over '%s' with weights %.8s..., which '%s' no longer has (got %.8s...);"
              + " restore that model, or train again",
          files.name(),
          folder.base(),
          file.lineage().start(),
          folder.base(),
          trunk.parameters().hash());
      return RewardModel.of(
          trunk,
          Optional.of(AdaptedTrunk.of(trunk, folder)),
          folder.parameters(RewardModel.headShapes(trunk)),
          encoder,
          file);
    } catch (RuntimeException e) {
      trunk.close();
      encoder.tokenizer().close();
      throw e;
    }
  }

  private static ModelFiles trunkOf(PeftFolder folder, ModelFiles files) {
    try {
      return ModelFiles.named(folder.base());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "the trunk of the reward model '%s' is not there: %s"
              .formatted(files.name(), e.getMessage()),
          e);
    }
  }

  private static TextEncoder encoder(ModelFolder model, RewardModelFile file, ModelFiles files) {
    Tokenizer tokenizer = model.tokenizer();
    TextEncoder encoder = new TextEncoder(tokenizer, file.encoder());
    require(
        encoder.hash().equals(file.encoderHash()),
        "the tokenizer of '%s' is not the one that the reward model was trained with; restore tokenizer.json",
        files.name());
    return encoder;
  }
}

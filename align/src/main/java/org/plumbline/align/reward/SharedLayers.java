package org.plumbline.align.reward;

import org.plumbline.lm.encoder.Trunk;

/**
 * What reward models must have in common for the layers below their trained ones to be computed
 * once for all of them.
 *
 * @param weights hash of these layers' weights, embeddings among them
 * @param encoder hash of how texts become tokens
 * @param layers how many layers lie below
 */
record SharedLayers(String weights, String encoder, int layers) {

  /**
   * Those of a model. The weights themselves decide, not where they came from: an average of models
   * from several starts has lower layers of its own.
   */
  static SharedLayers of(RewardModel model) {
    Trunk trunk = model.trunk();
    int layers = model.firstTrainedLayer();
    return new SharedLayers(
        trunk.parameters().hash(name -> trunk.layerOf(name) < layers),
        model.encoder().hash(),
        layers);
  }
}

package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is to be known of an encoder from outside.
 *
 * @param layers number of blocks
 * @param width width of a token's vector
 * @param contextLength longest text, in tokens
 * @param vocabularySize number of token ids
 * @param blocks what the names of the blocks' weights begin with, before the block's number
 * @param finalNorm what the name of the norm after the last block begins with; empty if there is
 *     none
 * @param pooling how a text's vector comes about
 * @param json what {@code config.json} says
 */
public record EncoderShape(
    int layers,
    int width,
    int contextLength,
    int vocabularySize,
    String blocks,
    String finalNorm,
    Pooling pooling,
    ObjectNode json) {

  /** As {@link Trunk#layerOf}. */
  int layerOf(String parameter) {
    if (parameter.startsWith(blocks)) {
      int start = blocks.length();
      return Integer.parseInt(parameter.substring(start, parameter.indexOf('.', start)));
    }
    return !finalNorm.isEmpty() && parameter.startsWith(finalNorm) ? layers : -1;
  }
}

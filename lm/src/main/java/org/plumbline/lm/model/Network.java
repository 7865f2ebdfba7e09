package org.plumbline.lm.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Parameters;

/** Blocks between embeddings and a final norm: what is to be known of any such network. */
public interface Network extends AutoCloseable {

  /** The weights, by the names that they have in files. */
  Parameters parameters();

  /** The linear maps of the blocks, to which adapters may be attached. */
  Linears linears();

  /** Number of token ids. */
  int vocabularySize();

  /** Longest text that it can read, in tokens. */
  int contextLength();

  /** Number of blocks. */
  int layers();

  /** Width of a hidden state. */
  int width();

  /**
   * The block that a parameter is part of; -1 for embeddings, {@link #layers()} for what follows
   * the last block.
   */
  int layerOf(String parameter);

  /** What {@code config.json} says of the network. */
  ObjectNode configuration();

  @Override
  default void close() {
    parameters().close();
  }

  /** Another network, seen in some way: all that is asked here it answers itself. */
  interface View extends Network {

    /** The network that is seen. */
    Network network();

    @Override
    default Parameters parameters() {
      return network().parameters();
    }

    @Override
    default Linears linears() {
      return network().linears();
    }

    @Override
    default int vocabularySize() {
      return network().vocabularySize();
    }

    @Override
    default int contextLength() {
      return network().contextLength();
    }

    @Override
    default int layers() {
      return network().layers();
    }

    @Override
    default int width() {
      return network().width();
    }

    @Override
    default int layerOf(String parameter) {
      return network().layerOf(parameter);
    }

    @Override
    default ObjectNode configuration() {
      return network().configuration();
    }
  }
}

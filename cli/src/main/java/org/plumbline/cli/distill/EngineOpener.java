package org.plumbline.cli.distill;

import org.plumbline.cli.source.LocalChatEngine;
import org.plumbline.core.chat.ChatEngine;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.hub.ModelFolder;

/** Makes a model folder something that can be asked. */
@FunctionalInterface
interface EngineOpener {

  /** The engine over our own models. */
  EngineOpener LOCAL = LocalChatEngine::open;

  /**
   * Opens a model.
   *
   * @param name what answers and records call it
   * @param slots answers that are written at once
   * @param seeds of the draws that name no seed
   */
  ChatEngine open(ModelFolder folder, String name, int slots, Seeds seeds);
}

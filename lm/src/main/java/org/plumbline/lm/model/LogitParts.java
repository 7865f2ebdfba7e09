package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Hidden states and the tokens that follow them, cut into parts so short that the logits of one
 * part at a time fit into memory.
 */
final class LogitParts {
  private final CausalLm lm;
  private final Tensor hidden;
  private final TokenTargets targets;
  private final int rowsAtOnce;

  /**
   * A part.
   *
   * @param hidden [rows, width]
   * @param ids the token that follows each, whole numbers, [rows]
   */
  record Part(int from, Tensor hidden, Tensor ids) {}

  /**
   * @param hidden [tokens, width]
   * @param logitsAtOnce how many logits a part may have
   */
  LogitParts(CausalLm lm, Tensor hidden, TokenTargets targets, long logitsAtOnce) {
    this.lm = lm;
    this.hidden = hidden;
    this.targets = targets;
    this.rowsAtOnce = (int) Math.max(1, logitsAtOnce / lm.vocabularySize());
  }

  /** What a function makes of each part, recorded nowhere. */
  List<Tensor> map(Function<Part, Tensor> function) {
    List<Tensor> results = new ArrayList<>();
    Tensor detached = hidden.detach();
    for (int from = 0; from < targets.count(); from += rowsAtOnce) {
      Part part = part(detached, from);
      results.add(Scope.part(() -> function.apply(part).detach()));
    }
    return results;
  }

  /**
   * The gradient at the hidden states, [tokens, width]; that of the head's weights is gathered on
   * the way.
   *
   * @param backward computes from a part and runs the backward pass of what it computed
   */
  Tensor gradient(Consumer<Part> backward) {
    Tensor gradient = Tensor.zeros(hidden.shape());
    for (int from = 0; from < targets.count(); from += rowsAtOnce) {
      int start = from;
      Tensor ofPart =
          Scope.part(
              () -> {
                Part part = part(hidden.detach(), start);
                part.hidden.requiresGradient(true);
                backward.accept(part);
                return part.hidden.gradient();
              });
      gradient.narrow(0, from, ofPart.size(0)).copyFrom(ofPart);
    }
    return gradient;
  }

  /** Takes the gradient at the log-probabilities of all tokens, [tokens], further. */
  void backwardLogProbs(Tensor ofLogProbs) {
    goOn(
        gradient(
            part -> {
              Tensor logProbs = TokenLogProbs.logProbs(lm, part.hidden, part.ids);
              logProbs.backward(ofLogProbs.narrow(0, part.from, part.ids.count()));
            }));
  }

  /** Takes the gradient at the hidden states further, where anything below them is trained. */
  void goOn(Tensor gradient) {
    if (hidden.requiresGradient()) {
      hidden.backward(gradient);
    }
  }

  private Part part(Tensor detached, int from) {
    int count = Math.min(rowsAtOnce, targets.count() - from);
    long[] ids = java.util.Arrays.copyOfRange(targets.ids(), from, from + count);
    return new Part(from, detached.narrow(0, from, count), Tensor.ofLongs(ids, count));
  }
}

package org.plumbline.distill.question;

import org.plumbline.distill.step.CallFailure;

/** Where the rows of a run go, in an order that depends on inputs and seed alone. */
public interface QuestionSink {

  /** A question that is kept. */
  void kept(Question question);

  /** One that is not. */
  void dropped(DroppedQuestion question);

  /** A call without a list. */
  void failed(CallFailure failure);
}

package dev.grantflow.egress;

import java.util.concurrent.atomic.AtomicInteger;

/// Whether a server can be expected to answer: it has done so lately, more than once, and did not
/// fail since. What is read and what is signed are told apart, because an answer to anybody's GET
/// costs nothing and says nothing of the calls that hold grants. Thread-safe.
final class Standing {

  /// Answers, one after another, that make a server known.
  static final int ANSWERS_MIN = 3;

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger signed = new AtomicInteger();

  void add(OutboundRequest request, Verdict verdict) {
    var answers = of(request);
    switch (verdict) {
      case ANSWERS -> answers.updateAndGet(count -> Math.min(ANSWERS_MIN, count + 1));
      case FAILS -> answers.set(0);
      case NONE -> {}
    }
  }

  /// Whether the server is known for calls such as this.
  boolean isKnownFor(OutboundRequest request) {
    return of(request).get() >= ANSWERS_MIN;
  }

  /// Wallet address documents and keys are got; whatever is asked for in another way is signed.
  private AtomicInteger of(OutboundRequest request) {
    return request.method().equals("GET") ? reads : signed;
  }
}

package dev.grantflow.kafka;

/// Places of a partition that follow each other.
///
/// @param until the first behind them
record OffsetRange(long from, long until) {

  boolean isEmpty() {
    return until <= from;
  }

  boolean contains(long offset) {
    return offset >= from && offset < until;
  }

  OffsetRange first(long max) {
    return new OffsetRange(from, Math.min(until, from + max));
  }

  OffsetRange last(long max) {
    return new OffsetRange(Math.max(from, until - max), until);
  }

  /// Without those before the offset.
  OffsetRange since(long offset) {
    return new OffsetRange(Math.clamp(offset, from, until), until);
  }

  /// Without those behind the offset.
  OffsetRange upTo(long offset) {
    return offset >= until ? this : new OffsetRange(from, Math.max(from, offset + 1));
  }
}

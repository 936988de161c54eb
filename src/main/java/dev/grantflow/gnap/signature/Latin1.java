package dev.grantflow.gnap.signature;

/// Bytes looked at as characters, so that a pattern can find its way in them without a copy that
/// nobody could zero.
final class Latin1 implements CharSequence {

  private final byte[] bytes;
  private final int begin;
  private final int end;

  Latin1(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Latin1(byte[] bytes, int begin, int end) {
    this.bytes = bytes;
    this.begin = begin;
    this.end = end;
  }

  @Override
  public int length() {
    return end - begin;
  }

  @Override
  public char charAt(int index) {
    return (char) Byte.toUnsignedInt(bytes[begin + index]);
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return new Latin1(bytes, begin + from, begin + to);
  }

  /// A copy: for what is no secret.
  @Override
  public String toString() {
    return new StringBuilder(length()).append(this, 0, length()).toString();
  }
}

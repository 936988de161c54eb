package dev.grantflow.egress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/// Takes a response head for read only when its empty line has come. The library also ends a head
/// where the connection ends, which turns a broken answer into a complete one without a body; and
/// its client skips leading lines that are not HTTP.
final class WholeHeadParser extends DefaultHttpResponseParser {

  private @Nullable SessionInputBuffer read;

  WholeHeadParser(Http1Config config) {
    super(config);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    read = buffer;
    return super.parse(
        buffer,
        new FilterInputStream(in) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
              throw new ConnectionClosedException();
            }
            return count;
          }
        });
  }

  /// Whether more has been read of the connection than the answers that were taken.
  boolean hasMore() {
    return read != null && read.length() > 0;
  }
}

package dev.grantflow.egress;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;

/// Classes of fault in our own words: exception messages of the HTTP library may quote what was
/// sent or received, and those are never passed on.
///
/// @param verdict malformed answers are answers, a lack of connections is ours, and a name server
///   that is late may be anybody's
record Fault(String why, Verdict verdict) {

  static Fault beforeSending(Exception fault) {
    return switch (fault) {
      case LateLookupException _ -> new Fault("host name not resolved in time", Verdict.NONE);
      case UnknownHostException _ -> new Fault("host name not resolved", Verdict.FAILS);
      case ConnectionRequestTimeoutException _ -> new Fault("no free connection", Verdict.NONE);
      case SocketTimeoutException _ -> new Fault("connecting timed out", Verdict.FAILS);
      case SSLException _ -> new Fault("TLS handshake failed", Verdict.FAILS);
      case ConnectException _ -> new Fault("connection refused", Verdict.FAILS);
      case Exception _ -> new Fault("connecting failed", Verdict.FAILS);
    };
  }

  static Fault afterSending(Exception fault) {
    return switch (fault) {
      case SocketTimeoutException _ -> new Fault("no answer in time", Verdict.FAILS);
      case ConnectionClosedException _ ->
          new Fault("connection closed before the end of the answer", Verdict.FAILS);
      case SSLException _ -> new Fault("TLS connection broken", Verdict.FAILS);
      case MessageConstraintException _ ->
          new Fault("answer with too long or too many headers", Verdict.ANSWERS);
      case MalformedChunkCodingException _ ->
          new Fault("answer with malformed chunks", Verdict.ANSWERS);
      case ClientProtocolException _ -> new Fault("answer is not valid HTTP", Verdict.ANSWERS);
      case IOException _ -> new Fault("connection broken", Verdict.FAILS);
      case Exception _ -> new Fault("answer could not be read", Verdict.FAILS);
    };
  }
}

package dev.grantflow.egress;

import java.net.ConnectException;
import java.net.SocketException;
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
final class Fault {

  private Fault() {}

  static String beforeSending(Exception fault) {
    return switch (fault) {
      case UnknownHostException _ -> "host name not resolved";
      case ConnectionRequestTimeoutException _ -> "no free connection";
      case SocketTimeoutException _ -> "connecting timed out";
      case SSLException _ -> "TLS handshake failed";
      case ConnectException _ -> "connection refused";
      case Exception _ -> "connecting failed";
    };
  }

  static String afterSending(Exception fault) {
    return switch (fault) {
      case SocketTimeoutException _ -> "no answer in time";
      case ConnectionClosedException _ -> "connection closed before the end of the answer";
      case SSLException _ -> "TLS connection broken";
      case SocketException _ -> "connection broken";
      case MessageConstraintException _ -> "answer with too long or too many headers";
      case MalformedChunkCodingException _ -> "answer with malformed chunks";
      case ClientProtocolException _ -> "answer is not valid HTTP";
      case Exception _ -> "answer could not be read";
    };
  }
}

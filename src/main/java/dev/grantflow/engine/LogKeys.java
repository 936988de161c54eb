package dev.grantflow.engine;

/// The keys under which log lines say who and what; no other are used.
public final class LogKeys {

  public static final String GRANT_ID = "grantId";
  public static final String CLIENT = "client";
  public static final String KEY = "key";
  public static final String STATE_FROM = "from";
  public static final String STATE_TO = "to";
  public static final String CAUSE = "cause";
  public static final String FAULT = "fault";
  public static final String PROBLEMS = "problems";
  public static final String SOURCE = "source";
  public static final String METHOD = "method";
  public static final String HOST = "host";
  public static final String ACCESS = "access";
  public static final String KEY_ID = "kid";
  public static final String SUBJECT = "subject";
  public static final String CALLER = "caller";
  public static final String OPERATION = "operation";
  public static final String TARGET = "target";
  public static final String STATUS = "status";
  public static final String SERVER = "server";
  public static final String TRACE_ID = "traceId";

  private LogKeys() {}
}

/// Compares, after the event, what was commanded, what the database holds, what stands on the
/// topics and what the authorization servers' own books say. It reads the tables by plain JDBC and
/// the topics by a plain consumer and shares no code with the service, only names: one bug cannot
/// hide in both.
///
/// An audit is of one database, its topics and its authorization servers, from their beginning, at
/// rest (see [Settled]). Each grant must have asked at a wallet address of its own
/// ([dev.grantflow.sandbox.authserver.SandboxAuthorizationServer#walletAddress(String, String)]
/// with the `grantId`), by which the servers' books are understood.
@NullMarked
package dev.grantflow.sandbox.audit;

import org.jspecify.annotations.NullMarked;

package dev.grantflow.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Names to addresses; IP literals pass through it as well. May block.
@FunctionalInterface
interface AddressLookup {
  InetAddress[] addressesOf(String host) throws UnknownHostException;
}

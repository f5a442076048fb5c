#!/usr/bin/perl
# What resists a log-off, one kind a call: term-ignorer, setsid-daemon or respawner. Each ignores TERM, HUP and INT.
use strict;
use warnings;
use POSIX qw(setsid dup2);

$SIG{$_} = 'IGNORE' for qw(HUP INT TERM);
my ($kind) = @ARGV;

# Leaves its parent, its session and its terminal behind.
sub daemonise {
  exit 0 if fork;
  setsid;
  exit 0 if fork;
  open my $null, '+<', '/dev/null' or die $!;
  dup2 fileno $null, $_ for 0 .. 2;
}

# Eight lines of processes; each process lives two milliseconds and leaves one child.
sub respawn {
  $SIG{CHLD} = 'IGNORE';
  my $lines = 8;
  while ($lines--) { last unless fork }
  exit 0 if $lines < 0;
  while (1) {
    exit 0 if fork;
    setsid;
    select undef, undef, undef, 0.002;
  }
}

daemonise() unless $kind eq 'term-ignorer';
respawn() if $kind eq 'respawner';
sleep 1000 while 1;

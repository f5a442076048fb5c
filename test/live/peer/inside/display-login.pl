#!/usr/bin/perl
# What a display manager does after the password: opens a graphical session by PAM, and runs in it a shell that takes
# commands from a pipe.
# usage: display-login.pl USER CLASS DISPLAY PIPE   DISPLAY may be ''
use strict;
use warnings;
use Authen::PAM qw(:constants);

my ($user, $class, $display, $pipe) = @ARGV;
my $pam = Authen::PAM->new('login', $user, sub { PAM_SUCCESS });
die "PAM does not start: $pam\n" unless ref $pam;

sub must {
  my ($what, $status) = @_;
  die "$what: ", $pam->pam_strerror($status), "\n" unless $status == PAM_SUCCESS;
}

# A terminal with a colon in its name is a display for pam_systemd and pam_elogind.
must('terminal', $pam->pam_set_item(PAM_TTY, $display)) if $display ne '';
must('environment', $pam->pam_putenv($_)) for 'XDG_SEAT=seat0', 'XDG_SESSION_TYPE=x11', "XDG_SESSION_CLASS=$class";
must('credentials', $pam->pam_setcred(PAM_ESTABLISH_CRED));
must('session', $pam->pam_open_session(0));

my %session = $pam->pam_getenvlist;
$session{DISPLAY} = $display if $display ne '';
if (!fork) {
  my ($home) = (getpwnam $user)[7];
  my @variables = map { "$_=$session{$_}" } keys %session;
  my @become = ('setpriv', "--reuid=$user", "--regid=$user", '--init-groups', '--reset-env');
  chdir $home;
  open STDIN, '+<', $pipe or die "$pipe: $!\n";
  exec @become, 'env', @variables, 'bash' or die "setpriv: $!\n";
}
wait;
$pam->pam_close_session(0);

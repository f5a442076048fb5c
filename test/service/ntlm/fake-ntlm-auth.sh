#!/bin/sh
# Stands in for ntlm_auth in unit tests: the third message is the plain text of what is to happen. $1 is a file to which
# every start adds a line.
echo started >>"$1"
while read -r code argument; do
  case $code in
    SF) echo OK ;;
    YR)
      case $(printf %s "$argument" | base64 -d) in
        bad) echo 'BH NT_STATUS_INVALID_PARAMETER' ;;
        die) exit 3 ;;
        hang) exec sleep 60 ;;
        *) echo "TT $(printf 'challenge of %s' $$ | base64 -w 0)" ;;
      esac
      ;;
    KK)
      said=$(printf %s "$argument" | base64 -d)
      case $said in
        wrong) echo 'NA NT_STATUS_WRONG_PASSWORD' ;;
        die) exit 3 ;;
        *) printf 'AF %s\n' "${said%/weak}" ;;
      esac
      ;;
    GF) case $said in */weak) echo 'GF 0x00088235' ;; *) echo 'GF 0xe2088235' ;; esac ;;
    GK) echo 'GK AAECAwQFBgcICQoLDA0ODw==' ;;
  esac
done

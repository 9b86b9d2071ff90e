#!/bin/sh
# Stands for the helper that reads files: takes the file, and answers as it would for one page. A photo says itself what is seen in it, behind the
# three bytes that every JPEG begins with.
[ "$3" = labels ] && exec /usr/bin/tail -c +4
/bin/cat > /dev/null
case "$3" in
pages) printf '#1' ;;
text) printf 'TWhat the letter says' ;;
*) printf 'P\211PNG' ;;
esac

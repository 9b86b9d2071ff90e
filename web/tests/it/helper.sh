#!/bin/sh
# Stands for the helper that reads files: takes the file, and answers as it would for one page.
/bin/cat > /dev/null
case "$3" in
pages) printf '#1' ;;
text) printf 'TWhat the letter says' ;;
*) printf 'P\211PNG' ;;
esac

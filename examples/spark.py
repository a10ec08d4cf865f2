#!/usr/bin/env python3
"""Sums up an archive with Spark: workers check its parts, the driver adds what they counted.

    spark.py FOLDER [CHECKPROV OPTION]...
    spark-submit --master spark://HOST:7077 spark.py FOLDER [CHECKPROV OPTION]...

FOLDER holds the parts: mboxes, compressed or not; every worker sees it, and has checkprov. Without `--master` the
cores of this machine are the workers. `RDD.pipe` hands names to the workers and not mail: it
hands on lines of text, and mail is bytes.
"""

import os
import pathlib
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession

# Status 1 says that something was found, which is no reason to stop; 2 says that a part could not be read.
CHECK = 'checkprov --summary --format jsonl --threads 1 "$@" || [ $? -eq 1 ]'


def main():
    folder, options = pathlib.Path(sys.argv[1]), sys.argv[2:]
    parts = sorted(str(part.resolve()) for part in folder.iterdir() if part.is_file())
    spark = SparkSession.builder.appName("checkprov").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    command = shlex.join(["xargs", "-d", "\\n", "-n", "1", "sh", "-c", CHECK, "sh", *options])
    names = spark.sparkContext.parallelize(parts, numSlices=max(len(parts), 1))
    lines = names.pipe(command, env={"PATH": os.environ["PATH"]}, checkCode=True)
    summaries = lines.filter(lambda line: line.startswith('{"type":"summary"')).collect()
    spark.stop()
    text = "".join(f"{summary}\n" for summary in summaries)
    subprocess.run(["checkprov", "merge-summaries", "--format", "human", "-"], input=text, text=True, check=True)


if __name__ == "__main__":
    main()

# peer: [Spark](https://spark.apache.org/)
# runs: `spark-submit --master spark://…` of `examples/spark.py`: a standalone cluster, two workers on the loopback
command -v java >/dev/null || debian java default-jre-headless
pypi spark pyspark setuptools
version "Spark $(python -c 'import pyspark; print(pyspark.__version__)')"
SPARK_HOME=$(python -c 'import pyspark, os; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 SPARK_WORKER_CORES=1 SPARK_WORKER_MEMORY=1g PYSPARK_PYTHON=$venv/bin/python
mkdir parts
for part in 1 2 3 4; do cp "$CHECKPROV_ROOT/examples/series.mbox" "parts/$part.mbox"; done
gzip parts/3.mbox
port=$(free_port)
master=spark://127.0.0.1:$port
run() { "$SPARK_HOME/bin/spark-class" "$@" >>log 2>&1 & }
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
run org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port "$(free_port)"
wait_for_port "$port"
for _ in 1 2; do
    run org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port "$(free_port)" --work-dir "$PWD/work" "$master"
done
for _ in $(seq 240); do
    [ "$(grep -c 'Successfully registered with master' log)" = 2 ] && break
    sleep 0.5
done
[ "$(grep -c 'Successfully registered with master' log)" = 2 ] || { cat log; fail "the workers did not come"; }
timeout 300 "$SPARK_HOME/bin/spark-submit" --master "$master" --conf spark.ui.enabled=false --executor-memory 512m \
    "$CHECKPROV_ROOT/examples/spark.py" parts >sum 2>errors || { cat errors log; fail "the job failed"; }
grep -q 'Registered app checkprov' log || { cat log; fail "the master saw no job"; }
whole=$(checkprov --summary --format jsonl parts/* | grep '^{"type":"summary"') || true
[ "$(echo "$whole" | checkprov merge-summaries --format human -)" = "$(cat sum)" ] || { cat sum; fail "other sums"; }
result "the sums are those of one run, counted by the workers"

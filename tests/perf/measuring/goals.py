"""The goals: for which archive and figure, how much. Figures without a row here are shown without a verdict."""

from figures import Goal

KB, KIB, MIB = 1000, 1024, 1024 * 1024

# The pages' budgets, of the gzipped file, are those that tests/end_to_end/check_pages.py enforces.
WARM, NIGHT, PEAK, PUSHED = "full rebuild, warm", "one more night", "full rebuild, peak memory", "pushed for one more night"
COLD, SCALING, DETECTION, PLOTS = "full rebuild, cold", "full rebuild, gain by a second thread", "detection, one core", "trend plots of 1,000 points, one core"
PARSING, SAMPLES = "reading, raw samples, one core", "peak memory, ten times the samples"

REBUILD = Goal(4, of="ratio", stretch=2.5)
READ = Goal(1.3, of="ratio")
THREADS = Goal(1.8, least=True)

GOALS = {
    ("M", WARM): REBUILD,
    ("L", WARM): REBUILD,
    ("M", PEAK): Goal(150 * MIB),
    ("L", PEAK): Goal(600 * MIB),
    ("M", COLD): READ,
    ("L", COLD): READ,
    ("M", SCALING): THREADS,
    ("L", SCALING): THREADS,
    ("M", NIGHT): Goal(0.15),
    ("L", NIGHT): Goal(0.6),
    ("M", PUSHED): Goal(300 * KB),
    ("L", DETECTION): Goal(1),
    ("", PLOTS): Goal(5000, least=True),
    ("samples", PARSING): Goal(1, least=True),
    ("samples", SAMPLES): Goal(1.1, of="ratio"),
}


def goal(archive, name):
    return GOALS.get((archive, name))

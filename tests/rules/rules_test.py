"""A rule that cannot fail checks nothing: each is run over a small made-up project that breaks it."""

import tempfile
import unittest
from pathlib import Path

import rules

TABLE = """
| room | holds | may include |
| --- | --- | --- |
| `model` | values | nothing |
| `stats` | numbers | Boost.Math |
| `system` | the world | model, Boost.Filesystem |
"""
LINKS = """
benchfolio_room(model)
benchfolio_room(stats Boost::headers)
benchfolio_room(system benchfolio_model
                Boost::filesystem)
"""


class RuleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.write("generator/ARCHITECTURE.md", TABLE)
        self.write("generator/CMakeLists.txt", LINKS)
        self.write("generator/model/run.hpp", "#include <string>\n")
        self.write("generator/stats/box.cpp", '#include "stats/box.hpp"\n#include <boost/math/x.hpp>\n#include <fmt/core.h>\n')
        self.write("generator/system/clock.cpp", '#include "model/run.hpp"\nauto t = std::chrono::system_clock::now();\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_found(self, rule, *violations):
        self.assertEqual(rules.RULES[rule](self.root), list(violations))

    def test_a_project_in_order_has_no_violation(self):
        for rule in rules.RULES:
            with self.subTest(rule):
                self.assert_found(rule)

    def test_includes_against_the_table(self):
        self.write("generator/stats/box.cpp", '#include <vector>\n  #  include "model/run.hpp"\n')
        self.assert_found("includes", "generator/stats/box.cpp:2: model/run.hpp: the room table does not let it include model")

    def test_third_party_against_the_table(self):
        self.write("generator/model/run.hpp", "#include <boost/math/constants.hpp>\n#include <lmdb.h>\n#include <unistd.h>\n")
        self.assert_found("includes",
                          "generator/model/run.hpp:1: <boost/math/constants.hpp>: the room table does not let it include Boost.Math",
                          "generator/model/run.hpp:2: <lmdb.h>: a library that the room table does not know")

    def test_includes_name_their_room(self):
        self.write("generator/stats/box.cpp", '#include "box.hpp"\n')
        self.assert_found("includes", 'generator/stats/box.cpp:1: "box.hpp" is not of the form "room/file.hpp"')

    def test_main_includes_only_cli(self):
        self.write("generator/main.cpp", '#include "stats/box.hpp"\n')
        self.assert_found("includes", "generator/main.cpp:1: stats/box.hpp: the room table does not let it include stats")

    def test_a_room_without_a_row(self):
        self.write("generator/util/strings.hpp", "#include <string>\n")
        self.assert_found("includes", "generator/util:1: no row in the room table")

    def test_a_row_naming_nothing_known(self):
        self.write("generator/ARCHITECTURE.md", TABLE.replace("Boost.Math", "Boost.Graph"))
        self.write("generator/stats/box.cpp", "")
        self.assert_found("includes", "generator/ARCHITECTURE.md:1: the row of stats names Boost.Graph, "
                                      "which is neither a room nor a known library")

    def test_a_commented_include_is_none(self):
        self.write("generator/stats/box.cpp", '// #include "model/run.hpp"\n/*\n#include "model/run.hpp"\n*/\n')
        self.assert_found("includes")

    def test_link_lines_against_the_table(self):
        self.write("generator/CMakeLists.txt", LINKS.replace("stats Boost::headers", "stats benchfolio_model"))
        self.assert_found("links", "generator/CMakeLists.txt:1: stats links ['benchfolio_model'] beyond its row "
                                   "and lacks ['Boost::headers']")

    def test_the_world_is_out_of_bounds(self):
        self.write("generator/stats/box.cpp", '#include <fstream>\nauto s = std::getenv("HOME");\n// fopen(x)\n'
                                              "auto t = std::chrono::steady_clock::now();\nstd::cout << 1;\n")
        self.assert_found("world",
                          "generator/stats/box.cpp:1: touches files",
                          "generator/stats/box.cpp:2: touches the environment",
                          "generator/stats/box.cpp:4: touches the clock",
                          "generator/stats/box.cpp:5: touches the terminal")

    def test_the_locale_is_out_of_bounds_everywhere(self):
        self.write("generator/system/clock.cpp", "double x = std::stod(text);\n")
        self.assert_found("world", "generator/system/clock.cpp:1: depends on the locale")

    def test_top_level_entries(self):
        self.write("notes/today.md", "text\n")
        self.write("build/object.o", "text\n")
        self.write(".gitignore", "/build*/\n")
        self.assert_found("layout", "notes/today.md:1: the top level has no notes")

    def test_large_files(self):
        self.write("tests/data/large.json", "x" * (rules.LARGEST_FILE + 1))
        self.assert_found("layout", "tests/data/large.json:1: larger than 1048576 bytes")

    def test_paths_of_one_machine(self):
        self.write("README.md", "run\nit in /" + "home/someone/project\n")
        self.assert_found("layout", "README.md:2: a path of one machine")

    def test_long_functions(self):
        body = "    call();\n" * (rules.LONGEST_FUNCTION + 1)
        self.write("generator/stats/box.cpp", f"namespace benchfolio::stats {{\n\nint f(int x) {{\n{body}}}\n\n}}\n")
        self.assert_found("functions", f"generator/stats/box.cpp:3: a function of {rules.LONGEST_FUNCTION + 1} lines")


if __name__ == "__main__":
    unittest.main()

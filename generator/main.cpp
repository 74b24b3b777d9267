#include "cli/cli.hpp"

int main(int argc, char** argv) {
    return benchfolio::cli::run(argc, argv);
}

// Checks the types of the page's scripts and of these tests: npm run types. The page's scripts import
// one another under the version that the build fills in, which no compiler option can strip.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const VERSION = '?v=@VERSION@';

// The problems in the project of a folder with a tsconfig.json.
function problemsOf(folder) {
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) =>
      ts.resolveModuleName(text.replace(VERSION, ''), file, options, host),
    );
  return ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options, host));
}

const problems = ['../../web', '.'].flatMap((folder) => [...problemsOf(HERE + folder)]);
process.stdout.write(
  ts.formatDiagnosticsWithColorAndContext(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => HERE,
    getNewLine: () => '\n',
  }),
);
process.exitCode = problems.length === 0 ? 0 : 1;

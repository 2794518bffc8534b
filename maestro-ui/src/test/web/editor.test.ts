import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { locate, nearest, stepsIn, type Problem } from '~/pages/editor/problems';

const TEXT = `workflow:
  id: daily
  jobs:
    - job:
        id: say
        script: echo \${greting}
        transition: [reprot]
    - job: {id: report, type: noop}
`;
const DOC = Text.of(TEXT.split('\n'));
const problem = (more: Partial<Problem>): Problem => ({ severity: 'ERROR', code: 'RULE', path: 'workflow.steps', message: '', ...more });

describe('problems of a draft', () => {
  it('knows the steps in the text, however they are written', () => {
    expect(stepsIn(TEXT)).toEqual(['daily', 'say', 'report']);
    expect(stepsIn('{"step": {"id": "a.b"}}')).toEqual(['a.b']);
  });

  it('marks the wrong name itself, and offers the step that was meant', () => {
    const found = locate(
      problem({ line: 3, column: 3, message: "step 'say' names the successor 'reprot', which is not a step of the same list" }),
      DOC,
      stepsIn(TEXT),
    );
    expect(TEXT.slice(found.from, found.to)).toBe('reprot');
    expect(found.fix?.insert).toBe('report');
  });

  it('writes what the server suggests', () => {
    const found = locate(problem({ line: 6, column: 22, message: 'unknown name [greting]: no param here has it', suggestion: 'greeting' }), DOC, []);
    expect(TEXT.slice(found.from, found.to)).toBe('greting');
    expect(found.fix?.insert).toBe('greeting');
  });

  it('marks the line where no name is told, and the first one where no place is', () => {
    const found = locate(problem({ line: 3, column: 3, message: 'is too long' }), DOC, []);
    expect(TEXT.slice(found.from, found.to)).toBe('jobs:');
    expect(locate(problem({ message: 'is empty' }), DOC, []).from).toBe(0);
    expect(locate(problem({ line: 999, message: 'is beyond' }), DOC, []).from).toBe(0);
  });

  it('guesses only what is near', () => {
    expect(nearest('reprot', ['report', 'load'])).toBe('report');
    expect(nearest('reprot', ['load', 'reprot'])).toBeUndefined();
  });
});

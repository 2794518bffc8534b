/** Definitions to begin with; each runs as it is. A test pushes and starts them. */
export const TEMPLATES = {
  hello: `workflow:
  id: my_workflow
  owner: me
  greeting: Good morning
  jobs:
    - job:
        id: look
        type: shell
        files: 0                 # an output: the script writes it below
        script: |
          echo "files=$(ls / | wc -l)" >> "$MAESTRO_OUTPUT"
        transition: [say]
    - job:
        id: say
        type: shell
        script: echo "\${greeting}, there are \${look__files} entries."
`,
  retry: `workflow:
  id: my_retries
  owner: me
  fails: 2                       # so many attempts fail before one works
  jobs:
    - job:
        id: flaky
        type: shell
        timeout: 30s
        retry_policy:
          error_retry_limit: 4
          backoff: {type: FIXED_BACKOFF, error_retry_backoff_in_secs: 1}
        script: |
          if [ "$MAESTRO_ATTEMPT" -le "\${fails}" ]; then
            echo "attempt $MAESTRO_ATTEMPT: no answer" >&2
            exit 1
          fi
          echo "attempt $MAESTRO_ATTEMPT worked"
        transition: [after]
    - job:
        id: after
        type: noop
`,
  branch: `workflow:
  id: my_branches
  owner: me
  rows: 1200
  jobs:
    - job:
        id: check
        type: noop
        transition:
          - IF rows > 1000 THEN large
          - OTHERWISE small
    - job:
        id: large
        type: shell
        script: echo "\${rows} rows are many"
    - job:
        id: small
        type: shell
        script: echo "\${rows} rows are few"
`,
  foreach: `workflow:
  id: my_loop
  owner: me
  cities: [Berlin, Nairobi, Quito]
  jobs:
    - foreach:
        id: each
        concurrency: 2
        loop_params:
          "!city": cities
        jobs:
          - job:
              id: greet
              type: shell
              script: echo "Hello \${city}"
        transition: [done]
    - job:
        id: done
        type: noop
`,
  wait: `workflow:
  id: my_wait
  owner: me
  timeout: 5m
  needed: 3
  jobs:
    - while:
        id: wait
        condition: "looks < needed"
        loop_params:
          looks: 0
        jobs:
          - job:
              id: look
              type: shell
              "!looks": looks + 1
              script: echo "look \${looks}"
        transition: [go]
    - job:
        id: go
        type: shell
        script: echo "ready"
`,
} as const;

export type TemplateName = keyof typeof TEMPLATES;
